import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['sqlx'],
  orm: true,
  alwaysLocked: { 'sqlx-sqlite': 'sqlite' },
  features: {
    postgres: { databases: ['postgres'] },
    mysql: { databases: ['mysql'] },
    sqlite: { databases: ['sqlite'] },
    'sqlite-unbundled': { databases: ['sqlite'] },
    mssql: { databases: ['mssql'] },
  },
}
