import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  npm: ['pino', 'pino-http', 'nestjs-pino', 'koa-pino-logger', 'hono-pino', 'express-pino-logger'],
  logging: 'pino',
}
