import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['@mikro-orm/mongodb'], database: 'mongodb' }
