import type { DependencyTrait } from '../catalogue.ts'

/** Its jobs live in Redis. */
export const detector: DependencyTrait = {
  npm: ['bullmq', '@nestjs/bullmq'],
  queue: 'bullmq',
  cache: 'redis',
}
