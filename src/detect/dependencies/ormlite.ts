import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['ormlite'],
  orm: true,
  features: {
    postgres: { databases: ['postgres'] },
    mysql: { databases: ['mysql'] },
    sqlite: { databases: ['sqlite'] },
  },
}
