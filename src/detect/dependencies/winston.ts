import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['winston', 'nest-winston', 'express-winston'], logging: 'winston' }
