import type { DependencyTrait } from '../catalogue.ts'

/** Its jobs live in PostgreSQL. */
export const detector: DependencyTrait = { npm: ['pg-boss', 'graphile-worker'], database: 'postgres' }
