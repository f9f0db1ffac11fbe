import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['diesel', 'diesel-async'],
  orm: true,
  features: {
    postgres: { database: 'postgres' },
    postgres_backend: { database: 'postgres' },
    mysql: { database: 'mysql' },
    mysql_backend: { database: 'mysql' },
    sqlite: { database: 'sqlite' },
  },
}
