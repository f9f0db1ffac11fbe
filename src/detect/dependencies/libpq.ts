import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  crates: ['pq-sys'],
  vendoredBy: 'pq-src',
  buildPackages: ['libpq-dev'],
  runtimePackages: ['libpq5'],
}
