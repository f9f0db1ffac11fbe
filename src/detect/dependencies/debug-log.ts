import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['debug'], logging: 'debug', minor: 'silent' }
