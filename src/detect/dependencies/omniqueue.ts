import type { DependencyTrait } from '../catalogue.ts'

/** Queues behind one interface: each feature is a broker that may be chosen. */
export const detector: DependencyTrait = {
  cargo: ['omniqueue'],
  features: {
    redis: { queue: 'redis' },
    redis_cluster: { queue: 'redis' },
    redis_sentinel: { queue: 'redis' },
    rabbitmq: { queue: 'rabbitmq', optional: true },
    'rabbitmq-with-message-ids': { queue: 'rabbitmq', optional: true },
    sqs: { queue: 'sqs', optional: true },
    gcp_pubsub: { queue: 'gcp-pubsub', optional: true },
  },
}
