import type { DependencyTrait } from '../catalogue.ts'

/** Jobs, which it keeps where a feature says. */
export const detector: DependencyTrait = {
  cargo: ['apalis'],
  features: { redis: { cache: 'redis', queue: 'redis' } },
}
