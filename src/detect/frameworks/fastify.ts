import type { Framework } from '../catalogue.ts'

export const detector: Framework = {
  id: 'fastify',
  ecosystem: 'node',
  packages: ['fastify'],
  rank: 2,
  commands: ['fastify start'],
  port: 3000,
  loopback: true,
  logging: 'pino',
  loggingOptions: ['logger', 'loggerInstance'],
}
