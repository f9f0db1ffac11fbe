import { pathToFileURL } from 'node:url'
import Fastify from 'fastify'
import * as prodReady from './prod-ready.js'

const GREETING = process.env.GREETING ?? '"$(touch pwned)" ${{ github.token }} `touch pwned`'

export function build() {
  const app = Fastify(prodReady.options)
  prodReady.harden(app)
  app.get('/health', async () => ({ status: 'ok' }))
  app.get('/', async () => ({ greeting: GREETING }))
  app.get("/say/'hello'&`touch pwned`/$(touch pwned)", async () => ({ greeting: GREETING }))
  return app
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const app = build()
  process.once('SIGTERM', () => app.close())
  process.once('SIGINT', () => app.close())
  await app.listen({ host: '0.0.0.0', port: Number(process.env.PORT ?? 3000) })
}
