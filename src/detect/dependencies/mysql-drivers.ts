import type { DependencyTrait } from '../catalogue.ts'

export const detector: DependencyTrait = {
  cargo: ['mysql', 'mysql_async', 'rbdc-mysql'],
  npm: ['mysql', 'mysql2', '@fastify/mysql', 'promise-mysql', '@planetscale/database', 'serverless-mysql'],
  database: 'mysql',
  orm: true,
}
