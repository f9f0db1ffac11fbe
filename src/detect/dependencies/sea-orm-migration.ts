import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['sea-orm-migration'],
  features: {
    'sqlx-postgres': { databases: ['postgres'] },
    'sqlx-mysql': { databases: ['mysql'] },
    'sqlx-sqlite': { databases: ['sqlite'] },
  },
}
