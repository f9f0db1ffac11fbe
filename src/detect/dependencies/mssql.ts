import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['tiberius', 'rbdc-mssql', 'bb8-tiberius', 'deadpool-tiberius'],
  npm: ['mssql', 'tedious'],
  database: 'mssql',
  orm: true,
}
