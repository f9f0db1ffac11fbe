import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  crates: ['etcd-client', 'protoc-rust'],
  buildPackages: ['protobuf-compiler'],
}
