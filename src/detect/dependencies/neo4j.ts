import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['neo4rs'],
  npm: ['neo4j-driver', 'neogma', '@neo4j/graphql', 'neode', 'nest-neo4j'],
  database: 'neo4j',
}
