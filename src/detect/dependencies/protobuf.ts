import type { DependencyTrait } from '../catalogue.ts'

/** Their build scripts call protoc. */
export const detector: DependencyTrait = {
  crates: ['prost-build'],
  vendoredBy: 'protobuf-src',
  buildPackages: ['protobuf-compiler'],
}
