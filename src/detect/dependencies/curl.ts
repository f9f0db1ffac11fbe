import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  crates: ['curl-sys'],
  buildPackages: ['libcurl4-openssl-dev', 'pkg-config'],
  runtimePackages: ['libcurl4t64'],
}
