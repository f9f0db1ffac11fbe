import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['@mikro-orm/core'], orm: 'mikro-orm' }
