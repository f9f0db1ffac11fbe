import type { DependencyTrait } from '../catalogue.ts'

/** Linked from the system unless its source is compiled in. */
export const detector: DependencyTrait = {
  crates: ['openssl-sys'],
  vendoredBy: 'openssl-src',
  buildPackages: ['pkg-config', 'libssl-dev'],
  runtimePackages: ['libssl3t64'],
}
