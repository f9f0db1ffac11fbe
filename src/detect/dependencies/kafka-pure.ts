import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['kafka', 'rskafka', 'samsa'],
  npm: ['kafkajs', 'no-kafka', 'kafka-node', '@platformatic/kafka', 'kafka-streams'],
  queue: 'kafka',
}
