import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['drizzle-orm'], orm: 'drizzle' }
