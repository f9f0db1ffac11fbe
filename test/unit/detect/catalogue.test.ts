import { describe, expect, it } from 'vitest'
import { all, cargo, factsOf, manifest, said, serviceOf, type Files } from './read.ts'
import { DETECTORS as FRAMEWORKS } from '../../../src/detect/frameworks/index.ts'
import type { Framework } from '../../../src/detect/catalogue.ts'

const frameworks: readonly Framework[] = FRAMEWORKS
const word = (text: string | undefined): string | undefined => text?.split(' ')[0]

describe('each function that starts a server of a Rust framework makes a service', () => {
  const rows = frameworks.flatMap(f => (f.starts ?? []).map(start => [f.id, start, f.packages[0] ?? ''] as const))
  it.each(rows)('%s by %s', async (id, start, crate) => {
    const code = start.startsWith('#[')
      ? `${start}\nfn rocket() -> _ { build() }\n`
      : `async fn run() { ${start}(x).serve(y).await; }\nfn main() { run() }\n`
    const service = await serviceOf({
      'Cargo.toml': cargo([`${crate} = "1"`]),
      'src/main.rs': `use ${crate.replaceAll('-', '_')};\n${code}`,
    })
    expect(word(said(service.framework))).toBe(id)
  })
})

const JS: Readonly<Record<string, string>> = {
  hono: `import { serve } from '@hono/node-server'\nserve({ fetch: app.fetch, port: 3000 })\n`,
  'grpc-js': `const grpc = require('@grpc/grpc-js')\nnew grpc.Server().bindAsync('0.0.0.0:50051', c, () => {})\n`,
  hapi: `const Hapi = require('@hapi/hapi')\nHapi.server({ port: 3000 }).start()\n`,
  'apollo-server': `import { startStandaloneServer } from '@apollo/server/standalone'\nstartStandaloneServer(server, { listen: { port: 4000 } })\n`,
}

describe('each Node framework makes a service of its kind', () => {
  const rows = frameworks.filter(f => f.ecosystem === 'node' && f.workload !== 'worker').map(f => [f.id, f] as const)
  it.each(rows)('%s', async (id, framework) => {
    const name = framework.packages[0] ?? ''
    const isBuilt = framework.server !== undefined || framework.site !== undefined || framework.library === true
    const files: Files = isBuilt
      ? {
          'package.json': manifest({
            dependencies: { [name]: '1' },
            devDependencies: { vite: '7' },
            scripts: { build: 'vite build' },
          }),
          'index.html': '<html></html>',
        }
      : {
          'package.json': manifest({ dependencies: { [name]: '1' }, scripts: { start: 'node a.js' } }),
          'a.js': JS[id] ?? `import lib from '${name}'\nlib().listen(3000)\n`,
        }
    const service = await serviceOf(files)
    expect(word(said(service.framework))).toBe(id)
    expect(['http', 'grpc', 'static', 'serverless']).toContain(service.workload.value)
  })
})

it('a program of a framework that a script starts has the port and the paths of the framework', async () => {
  const service = await serviceOf({
    'package.json': manifest({ dependencies: { probot: '13' }, scripts: { start: 'probot run ./app.js' } }),
    'app.js': `module.exports = app => { app.on('issues.opened', async context => context.octokit.issues.get()) }\n`,
  })
  expect([said(service.framework), said(service.port), said(service.portVariable), all(service.healthPaths)]).toEqual([
    'probot 13',
    3000,
    'PORT',
    ['/ping'],
  ])
})

const NODE: readonly (readonly [
  name: string,
  kind: 'databases' | 'cache' | 'queues' | 'orm' | 'logging',
  value: string,
])[] = [
  ['pg', 'databases', 'postgres'],
  ['mysql2', 'databases', 'mysql'],
  ['better-sqlite3', 'databases', 'sqlite'],
  ['mongodb', 'databases', 'mongodb'],
  ['@azure/cosmos', 'databases', 'cosmosdb'],
  ['mongoose', 'orm', 'mongoose'],
  ['drizzle-orm', 'orm', 'drizzle'],
  ['typeorm', 'orm', 'typeorm'],
  ['knex', 'orm', 'knex'],
  ['sequelize', 'orm', 'sequelize'],
  ['@mikro-orm/core', 'orm', 'mikro-orm'],
  ['kysely', 'orm', 'kysely'],
  ['@prisma/client', 'orm', 'prisma'],
  ['ioredis', 'cache', 'redis'],
  ['bullmq', 'queues', 'bullmq'],
  ['bull', 'queues', 'bull'],
  ['kafkajs', 'queues', 'kafka'],
  ['amqplib', 'queues', 'rabbitmq'],
  ['nats', 'queues', 'nats'],
  ['connect-mongo', 'databases', 'mongodb'],
  ['@typegoose/typegoose', 'orm', 'mongoose'],
  ['connect-pg-simple', 'databases', 'postgres'],
  ['express-mysql-session', 'databases', 'mysql'],
  ['@socket.io/redis-adapter', 'cache', 'redis'],
  ['kue', 'queues', 'redis'],
  ['pino', 'logging', 'pino'],
  ['winston', 'logging', 'winston'],
  ['tracer', 'logging', 'tracer'],
]

describe('a library tells what a Node service needs', () => {
  it.each(NODE)('%s: %s %s', async (name, kind, value) => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '5', [name]: '1' }, scripts: { start: 'node a.js' } }),
      'a.js': `require('express')().listen(3000)\n`,
    })
    const found = kind === 'logging' ? [said(service.logging)] : all(service[kind])
    expect(found).toContain(value)
  })
})

const RUST: readonly (readonly [
  line: string,
  kind: 'databases' | 'cache' | 'queues' | 'orm' | 'logging',
  value: string,
])[] = [
  ['sqlx = { version = "0.8", features = ["postgres"] }', 'databases', 'postgres'],
  ['diesel = { version = "2", features = ["mysql"] }', 'databases', 'mysql'],
  ['sea-orm = { version = "1", features = ["sqlx-sqlite"] }', 'databases', 'sqlite'],
  ['tokio-postgres = "0.7"', 'databases', 'postgres'],
  ['mongodb = "3"', 'databases', 'mongodb'],
  ['sqlx = "0.8"', 'orm', 'sqlx'],
  ['redis = "0.27"', 'cache', 'redis'],
  ['rdkafka = "0.36"', 'queues', 'kafka'],
  ['lapin = "2"', 'queues', 'rabbitmq'],
  ['async-nats = "0.38"', 'queues', 'nats'],
  ['wither = "0.9"', 'databases', 'mongodb'],
  ['graphile_worker = "0.8"', 'databases', 'postgres'],
  ['r2d2_mysql = "25"', 'databases', 'mysql'],
  ['tower-sessions-redis-store = "0.16"', 'cache', 'redis'],
  ['sidekiq = "0.12"', 'queues', 'redis'],
  ['apalis-redis = "1"', 'queues', 'redis'],
  ['apalis = { version = "0.5", features = ["redis"] }', 'queues', 'redis'],
  ['tracing-subscriber = "0.3"', 'logging', 'tracing'],
  ['slog = "2"', 'logging', 'slog'],
]

describe('a crate tells what a Rust service needs', () => {
  it.each(RUST)('%s', async (line, kind, value) => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['axum = "0.8"', line]),
      'src/main.rs': 'fn main() { axum::serve(a, b); }\n',
    })
    const found = kind === 'logging' ? [said(service.logging)] : all(service[kind])
    expect(found).toContain(value)
  })
})

it('tells desktop apps in Rust from services, even where they open a server for themselves', async () => {
  const facts = await factsOf({
    'Cargo.toml': cargo(['tauri = "2"', 'axum = "0.8"']),
    'src/main.rs': 'fn main() { axum::serve(a, b); }\n',
  })
  expect(facts.services).toEqual([])
  expect(facts.nonServices.map(item => item.reason)).toEqual(['a desktop app'])
})
