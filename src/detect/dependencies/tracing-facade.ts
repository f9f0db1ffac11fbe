import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { cargo: ['tracing'], logging: 'tracing', minor: true }
