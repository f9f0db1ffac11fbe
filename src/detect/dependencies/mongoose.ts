import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['mongoose', '@nestjs/mongoose'], database: 'mongodb', orm: 'mongoose' }
