import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  crates: ['libdbus-sys'],
  buildPackages: ['libdbus-1-dev', 'pkg-config'],
  runtimePackages: ['libdbus-1-3'],
}
