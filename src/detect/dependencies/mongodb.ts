import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['mongodb'],
  npm: [
    'mongodb',
    '@fastify/mongodb',
    'fastify-mongodb',
    'mongoist',
    'monk',
    'papr',
    'mongo-models',
    '@paralect/node-mongo',
  ],
  database: 'mongodb',
  orm: true,
}
