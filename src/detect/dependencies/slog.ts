import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { cargo: ['slog'], logging: 'slog' }
