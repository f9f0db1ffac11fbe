import type { DependencyTrait } from '../catalogue.ts'

/** Their build scripts call cmake. */
export const detector: DependencyTrait = {
  crates: ['aws-lc-sys', 'libz-ng-sys', 'snmalloc-sys', 'grpcio-sys'],
  buildPackages: ['cmake', 'g++', 'make'],
}
