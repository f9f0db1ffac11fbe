import { build } from './app.js'

const app = build({ logger: { level: process.env.LOG_LEVEL ?? 'info' } })

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => app.close())
}

await app.listen({ host: process.env.HOST ?? '0.0.0.0', port: Number(process.env.PORT ?? 3000) })
