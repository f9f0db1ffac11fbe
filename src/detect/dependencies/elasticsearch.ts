import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['elasticsearch', 'opensearch', 'elastic'],
  npm: ['@elastic/elasticsearch', 'elasticsearch', '@opensearch-project/opensearch', '@nestjs/elasticsearch'],
  database: 'elasticsearch',
}
