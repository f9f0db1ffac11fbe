import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['morgan'], logging: 'morgan', minor: 'requests' }
