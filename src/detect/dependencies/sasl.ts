import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  crates: ['sasl2-sys'],
  buildPackages: ['libsasl2-dev'],
  runtimePackages: ['libsasl2-2'],
}
