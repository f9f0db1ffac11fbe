import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { crates: ['tikv-jemalloc-sys', 'jemalloc-sys'], buildPackages: ['make'] }
