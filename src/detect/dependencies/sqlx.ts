import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['sqlx'],
  orm: true,
  features: {
    postgres: { database: 'postgres' },
    mysql: { database: 'mysql' },
    sqlite: { database: 'sqlite' },
    'sqlite-unbundled': { database: 'sqlite' },
    mssql: { database: 'mssql' },
  },
}
