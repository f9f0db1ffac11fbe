import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { cargo: ['neo4rs'], npm: ['neo4j-driver'], database: 'neo4j' }
