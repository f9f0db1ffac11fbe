import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { cargo: ['sea-query', 'sea-query-binder'], orm: true }
