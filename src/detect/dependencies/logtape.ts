import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['@logtape/logtape'], logging: 'logtape' }
