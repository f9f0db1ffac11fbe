import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  crates: ['odbc-sys'],
  buildPackages: ['unixodbc-dev'],
  runtimePackages: ['libodbc2'],
}
