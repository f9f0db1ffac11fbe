import type { DependencyTrait } from '../catalogue.ts'

/** Its messages live in Redis. */
export const detector: DependencyTrait = { npm: ['rsmq', 'rsmq-worker'], queue: 'redis', cache: 'redis' }
