import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['scylla', 'cdrs-tokio', 'cassandra-cpp', 'charybdis'],
  npm: ['cassandra-driver', 'express-cassandra'],
  database: 'cassandra',
  orm: true,
}
