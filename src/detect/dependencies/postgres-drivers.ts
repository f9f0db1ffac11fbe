import type { DependencyTrait } from '../catalogue.ts'

/** Drivers of PostgreSQL in pure code: nothing to link against. */
export const detector: DependencyTrait = {
  cargo: [
    'tokio-postgres',
    'postgres',
    'deadpool-postgres',
    'bb8-postgres',
    'r2d2_postgres',
    'mobc-postgres',
    'rbdc-pg',
  ],
  npm: [
    'pg',
    'pg-promise',
    'postgres',
    'slonik',
    '@neondatabase/serverless',
    '@vercel/postgres',
    '@fastify/postgres',
    'pg-pool',
  ],
  database: 'postgres',
  orm: true,
}
