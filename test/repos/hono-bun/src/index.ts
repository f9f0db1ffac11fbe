import { app } from './app'

const server = Bun.serve({
  hostname: '0.0.0.0',
  port: Number(process.env.PORT ?? 3000),
  fetch: app.fetch,
})

console.log(`listening on port ${server.port}`)

async function stop(): Promise<void> {
  await server.stop()
  process.exit(0)
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
