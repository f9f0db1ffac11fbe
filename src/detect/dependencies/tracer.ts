import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['tracer'], logging: 'tracer' }
