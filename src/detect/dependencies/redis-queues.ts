import type { DependencyTrait } from '../catalogue.ts'

/** Their jobs and messages live in Redis. */
export const detector: DependencyTrait = {
  cargo: ['sidekiq', 'rusty-sidekiq', 'apalis-redis'],
  npm: ['rsmq', 'rsmq-worker', 'kue', 'node-resque', 'redis-smq', 'groupmq'],
  queue: 'redis',
  cache: 'redis',
}
