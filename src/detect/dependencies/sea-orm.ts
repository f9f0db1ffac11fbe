import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['sea-orm'],
  orm: true,
  features: {
    'sqlx-postgres': { database: 'postgres' },
    'sqlx-mysql': { database: 'mysql' },
    'sqlx-sqlite': { database: 'sqlite' },
  },
}
