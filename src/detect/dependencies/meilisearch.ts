import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['meilisearch-sdk'],
  npm: ['meilisearch'],
  database: 'meilisearch',
  optional: true,
}
