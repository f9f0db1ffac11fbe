import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['libsql', 'libsql-client'],
  npm: ['@libsql/client', 'libsql'],
  database: 'sqlite',
  orm: true,
}
