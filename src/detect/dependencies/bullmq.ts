import type { DependencyTrait } from '../catalogue.ts'

/** Its jobs live in Redis. */
export const detector: DependencyTrait = {
  npm: ['bullmq', 'bull', '@nestjs/bullmq', '@nestjs/bull', 'bee-queue'],
  queue: 'bullmq',
  cache: 'redis',
}
