import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['typeorm', '@nestjs/typeorm'], orm: 'typeorm' }
