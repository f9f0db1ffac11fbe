import type { DependencyTrait } from '../catalogue.ts'

/** Streams behind one interface: each feature is a broker. */
export const detector: DependencyTrait = {
  cargo: ['sea-streamer'],
  features: { kafka: { queue: 'kafka' }, redis: { queue: 'redis' } },
}
