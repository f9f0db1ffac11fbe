import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { buildApp } from './app.js'
import { storedSeats } from './seats.js'

const databaseUrl = process.env['DATABASE_URL']
const redisUrl = process.env['REDIS_URL']
if (!databaseUrl || !redisUrl) throw new Error('DATABASE_URL and REDIS_URL are needed')

const app = buildApp(storedSeats(new Pool({ connectionString: databaseUrl }), new Redis(redisUrl)))

await app.listen({ host: process.env['HOST'] ?? '0.0.0.0', port: Number(process.env['PORT'] ?? 8080) })
