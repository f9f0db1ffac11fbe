import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['tiberius', 'rbdc-mssql'],
  npm: ['mssql', 'tedious'],
  database: 'mssql',
  orm: true,
}
