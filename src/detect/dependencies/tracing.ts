import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { cargo: ['tracing', 'tracing-subscriber'], logging: 'tracing' }
