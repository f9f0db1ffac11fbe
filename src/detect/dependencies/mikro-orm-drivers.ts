import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['@mikro-orm/postgresql'], database: 'postgres' }
