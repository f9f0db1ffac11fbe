import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { cargo: ['log'], logging: 'log', minor: true }
