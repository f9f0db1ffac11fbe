import type { DependencyTrait } from '../catalogue.ts'

/** The database stands in its schema. */
export const detector: DependencyTrait = { cargo: ['prisma-client-rust'], npm: ['@prisma/client'], orm: 'prisma' }
