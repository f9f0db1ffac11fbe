import type { DependencyTrait } from '../catalogue.ts'

/** The database stands in its schema. */
export const detector: DependencyTrait = { npm: ['@prisma/client'], orm: 'prisma' }
