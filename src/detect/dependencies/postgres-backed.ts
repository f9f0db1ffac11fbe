import type { DependencyTrait } from '../catalogue.ts'

/** Sessions, jobs, queries and documents that others keep in PostgreSQL. */
export const detector: DependencyTrait = {
  cargo: ['pgmq', 'graphile_worker', 'backie', 'underway', 'apalis-postgres'],
  npm: [
    'connect-pg-simple',
    'postgraphile',
    '@payloadcms/db-postgres',
    '@payloadcms/db-vercel-postgres',
    'massive',
    'zapatos',
    '@databases/pg',
    '@pgtyped/runtime',
    'pg-cursor',
    'pg-listen',
    'sails-postgresql',
    'loopback-connector-postgresql',
    '@keyv/postgres',
  ],
  database: 'postgres',
}
