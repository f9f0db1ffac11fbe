import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = { npm: ['knex', 'nest-knexjs'], orm: 'knex' }
