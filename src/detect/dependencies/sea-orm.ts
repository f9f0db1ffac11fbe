import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['sea-orm'],
  orm: true,
  features: {
    'sqlx-all': { databases: ['mysql', 'postgres', 'sqlite'] },
    'sqlx-postgres': { databases: ['postgres'] },
    'sqlx-mysql': { databases: ['mysql'] },
    'sqlx-sqlite': { databases: ['sqlite'] },
  },
}
