import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['objection'], orm: true }
