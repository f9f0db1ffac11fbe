import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['log4js'], logging: 'log4js' }
