import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { cargo: ['pulsar'], npm: ['pulsar-client'], queue: 'pulsar' }
