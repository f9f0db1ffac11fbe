import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  crates: ['zmq-sys'],
  vendoredBy: 'zeromq-src',
  buildPackages: ['libzmq3-dev', 'pkg-config'],
  runtimePackages: ['libzmq5'],
}
