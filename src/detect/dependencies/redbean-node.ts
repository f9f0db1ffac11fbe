import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['redbean-node'], orm: true }
