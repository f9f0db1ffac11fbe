import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['diesel', 'diesel-async'],
  orm: true,
  features: {
    postgres: { databases: ['postgres'] },
    postgres_backend: { databases: ['postgres'] },
    mysql: { databases: ['mysql'] },
    mysql_backend: { databases: ['mysql'] },
    sqlite: { databases: ['sqlite'] },
  },
}
