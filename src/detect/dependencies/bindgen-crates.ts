import type { DependencyTrait } from '../catalogue.ts'

/** Their build scripts call bindgen, which loads libclang. */
export const detector: DependencyTrait = {
  crates: ['librocksdb-sys', 'clang-sys'],
  buildPackages: ['clang', 'g++', 'libclang-dev', 'make'],
}
