import type { DependencyTrait } from '../catalogue.ts'

/** Sessions, jobs, limits and documents that others keep in MongoDB. */
export const detector: DependencyTrait = {
  cargo: ['wither', 'mongodm', 'mongor', 'r2d2-mongodb', 'bb8-mongodb'],
  npm: [
    'connect-mongo',
    'connect-mongodb-session',
    'agenda',
    '@agendajs/mongo-backend',
    '@payloadcms/db-mongodb',
    '@auth/mongodb-adapter',
    '@next-auth/mongodb-adapter',
    '@feathersjs/mongodb',
    'feathers-mongodb',
    'loopback-connector-mongodb',
    'sails-mongo',
    'rate-limit-mongo',
    'mongojs',
    'mongorito',
  ],
  database: 'mongodb',
}
