import type { DependencyTrait } from '../catalogue.ts'

/** They write models of mongoose down in another way. */
export const detector: DependencyTrait = {
  npm: ['@typegoose/typegoose', 'feathers-mongoose', 'egg-mongoose', 'express-restify-mongoose'],
  database: 'mongodb',
  orm: 'mongoose',
}
