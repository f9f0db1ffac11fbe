import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['mozlog'], logging: 'mozlog' }
