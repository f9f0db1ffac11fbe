import { serve } from '@hono/node-server'
import { app } from './app.js'

const port = Number(process.env.PORT ?? 8787)

const server = serve({ fetch: app.fetch, hostname: '0.0.0.0', port }, ({ port }) => {
  console.log(`listening on port ${port}`)
})

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => server.close())
}
