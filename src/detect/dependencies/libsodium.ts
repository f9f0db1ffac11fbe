import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  crates: ['libsodium-sys'],
  buildPackages: ['libsodium-dev', 'pkg-config'],
  runtimePackages: ['libsodium23'],
}
