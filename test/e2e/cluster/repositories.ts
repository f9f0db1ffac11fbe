import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { RunDocument } from '../../../src/report/documents.ts'
import { answerFlags } from '../../support/answers.ts'
import { json } from '../../support/cli.ts'
import { checkout, commitAll, folderWith, git } from '../../support/repository.ts'
import { folder } from '../../tools/tree.ts'
import type { Folder } from '../../tools/types.ts'

/** A service that keeps orders, and changes its database by itself: nobody else's code. */
const ORDERS: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'orders',
    version: '1.4.0',
    type: 'module',
    engines: { node: '>=22' },
    scripts: { start: 'node server.js' },
    dependencies: { express: '^5.1.0', knex: '^3.1.0', pg: '^8.16.0', redis: '^5.8.0' },
  }),
  'server.js': `import express from 'express'
import knex from 'knex'
import { createClient } from 'redis'
import settings from './knexfile.js'

const database = knex(settings)
const cache = createClient({ url: process.env.REDIS_URL })
await cache.connect()
const app = express()
app.get('/orders', async (_request, response) => response.json(await database('orders').select()))
app.listen(3000)
`,
  'knexfile.js': "export default { client: 'pg', connection: process.env.DATABASE_URL }\n",
  'migrations/20240101_orders.js': `export const up = knex => knex.schema.createTable('orders', table => table.increments())
export const down = knex => knex.schema.dropTable('orders')
`,
}

/** Repositories by what is special about their charts: a fixture and what is added to it, or all of its files. */
export const REPOSITORIES: Readonly<Record<string, () => string>> = {
  'express without our module': () => checkout('express-ts-pnpm'),
  'express without needs': () => checkout('express-ts-pnpm'),
  'express with PostgreSQL, Redis and migrations': () => madeOf(folderWith(ORDERS)),
  'fastify without needs': () => checkout('fastify-npm'),
  'fastify with PostgreSQL and Redis': () => checkout('fastify-pg-redis'),
  'axum without needs': () => checkout('axum-api'),
  'axum with PostgreSQL, Redis and migrations': () => {
    const dir = checkout('axum-workspace-db')
    const migrations = path.join(dir, 'crates/api/migrations')
    mkdirSync(migrations)
    writeFileSync(path.join(migrations, '0001_parcels.sql'), 'create table parcel (id bigint primary key);\n')
    commitAll(dir, 'migrations')
    return dir
  },
  actix: () => checkout('actix-workspace'),
}

function madeOf(dir: string): string {
  git(dir, 'init', '-q', '-b', 'main')
  commitAll(dir, 'first')
  return dir
}

/**
 * Runs the program in a repository.
 * @param ofCode lets it add its module to the code: the chart then has probes of its own and something to scrape
 * @returns the repository and the folders of its charts
 * @throws when it fails
 */
export function withCharts(
  dir: string,
  ofCode: boolean,
): { readonly files: Folder; readonly charts: readonly string[] } {
  const { code } = json<RunDocument>(dir, ['--yes', ...answerFlags(), ...(ofCode ? ['--code'] : [])])
  if (code !== 0) throw new Error(`the program ended with ${String(code)}`)
  const files = folder(dir)
  const charts = files.all.filter(file => file.endsWith('/Chart.yaml')).map(file => path.posix.dirname(file))
  return { files, charts }
}
