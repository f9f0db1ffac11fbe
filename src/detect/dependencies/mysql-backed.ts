import type { DependencyTrait } from '../catalogue.ts'

/** Sessions and queries that others keep in MySQL. */
export const detector: DependencyTrait = {
  cargo: ['r2d2_mysql'],
  npm: [
    'express-mysql-session',
    '@databases/mysql',
    'egg-mysql',
    'sails-mysql',
    'loopback-connector-mysql',
    '@keyv/mysql',
  ],
  database: 'mysql',
}
