import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['tiberius'],
  npm: ['mssql', 'tedious'],
  database: 'mssql',
  orm: true,
}
