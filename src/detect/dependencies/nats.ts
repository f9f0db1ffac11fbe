import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['async-nats', 'nats'],
  npm: [
    'nats',
    '@nats-io/transport-node',
    'node-nats-streaming',
    'ts-nats',
    'nats.ws',
    '@nats-io/nats-core',
    '@nats-io/jetstream',
  ],
  queue: 'nats',
}
