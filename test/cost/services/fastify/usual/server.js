import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import Fastify from 'fastify'
import metrics from 'fastify-metrics'
import pg from 'pg'

const app = Fastify({
  logger: true,
  requestIdHeader: 'x-request-id',
  genReqId: () => randomUUID(),
})
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })

// one histogram: by default there is a summary beside it
await app.register(metrics.default ?? metrics, { routeMetrics: { enabled: { histogram: true, summary: false } } })
await app.register(helmet)
app.addHook('onRequest', (request, reply, done) => {
  reply.header('x-request-id', request.id)
  done()
})

app.get('/items/:id', async request => ({ id: request.params.id, name: 'lamp', price: 1200 }))

app.get('/db', async () => {
  const { rows } = await pool.query('select id, name, price from items where id = $1', [7])
  return rows[0]
})

await app.listen({ port: Number(process.env.PORT ?? 3000), host: process.env.HOST })
