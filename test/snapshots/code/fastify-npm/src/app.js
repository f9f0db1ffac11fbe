import Fastify from 'fastify'
import * as prodReady from './prod-ready.js'

const harbours = new Map([
  ['northmole', '04:12'],
  ['eastquay', '11:47'],
])

export function build(options = {}) {
  const app = Fastify(options)
  prodReady.harden(app)

  app.get('/health', async () => ({ status: 'ok' }))

  app.get('/tides/:harbour', async (request, reply) => {
    const high = harbours.get(request.params.harbour)
    if (high === undefined) {
      return reply.code(404).send({ error: 'unknown harbour' })
    }
    return { high }
  })

  return app
}
