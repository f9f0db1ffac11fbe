import type { DependencyTrait } from '../catalogue.ts'

/** librdkafka is built from source. */
export const detector: DependencyTrait = {
  cargo: ['rdkafka'],
  npm: ['node-rdkafka', '@confluentinc/kafka-javascript'],
  queue: 'kafka',
  crates: ['rdkafka-sys'],
  buildPackages: ['cmake', 'g++', 'make', 'pkg-config', 'zlib1g-dev'],
}
