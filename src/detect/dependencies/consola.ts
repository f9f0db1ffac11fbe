import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['consola'], logging: 'consola' }
