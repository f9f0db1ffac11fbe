import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['surrealdb'],
  npm: ['surrealdb', 'surrealdb.js'],
  database: 'surrealdb',
}
