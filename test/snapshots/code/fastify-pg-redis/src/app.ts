import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import type { Seats } from './seats.js'
import * as prodReady from './prod-ready.js'

export function buildApp(seats: Seats, options: FastifyServerOptions = {}): FastifyInstance {
  const app = Fastify(options)
  prodReady.harden(app)

  app.get<{ Params: { theatre: string } }>('/theatres/:theatre/seats', async request => ({
    taken: await seats.taken(request.params.theatre),
  }))

  app.put<{ Params: { theatre: string; seat: string } }>(
    '/theatres/:theatre/seats/:seat',
    async (request, reply) => {
      const { theatre, seat } = request.params
      const held = await seats.hold(theatre, seat)
      return reply.code(held ? 201 : 409).send({ held })
    },
  )

  return app
}
