import { describe, expect, it } from 'vitest'
import { all, factsOf, manifest, said, serviceOf, type Files } from './read.ts'

it('what is tried out on a port that the system chooses is not what a program is for', async () => {
  const service = await serviceOf({
    'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node index.js' } }),
    'index.js': `import './probe.js'\nimport express from 'express'\nexpress().listen(3070)\n`,
    'probe.js': `import net from 'node:net'\nconst probe = net.createServer().listen({ port: 0, reusePort: true })\nprobe.close()\n`,
  })
  expect([said(service.workload), said(service.port)]).toEqual(['http', 3070])
})

describe('what Bun serves', () => {
  const SERVED: readonly (readonly [string, string])[] = [
    ['an object', `export default { port: Bun.env.PORT ?? 8081, fetch: app.fetch }`],
    ['an object of a type', `export default { port: Bun.env.PORT ?? 8081, fetch: app.fetch } satisfies Options`],
    ['a name', `const server = { fetch: app.fetch, port: Bun.env.PORT ?? 8081 }\nexport default server`],
  ]
  it.each(SERVED)('is what the program exports: %s', async (_, code) => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { hono: '4' }, scripts: { start: 'bun run src/index.ts' } }),
      'src/index.ts': `import { Hono } from 'hono'\nconst app = new Hono()\n${code}\n`,
    })
    expect([said(service.port), said(service.portVariable), service.port?.certainty]).toEqual([8081, 'PORT', 'certain'])
  })

  it('stands before what a framework that renders listens on by itself', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { hono: '4', 'react-router': '7', '@react-router/node': '7' },
        devDependencies: { '@react-router/dev': '7', vite: '6' },
        scripts: { build: 'react-router build', start: 'bun run ./server/index.ts' },
      }),
      'server/index.ts': `import { Hono } from 'hono'\nconst app = new Hono()\nexport default { port: 8082, fetch: app.fetch }\n`,
    })
    expect([said(service.framework), said(service.port)]).toEqual(['react-router 7', 8082])
  })

  it('is nothing in a file that another one imports', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { hono: '4' }, scripts: { start: 'bun src/index.ts' } }),
      'src/index.ts': `import { Hono } from 'hono'\nimport extra from './extra'\nexport default { port: 8083, fetch: new Hono().fetch }\n`,
      'src/extra.ts': `export default { port: 9999, fetch: () => new Response() }\n`,
    })
    expect(said(service.port)).toBe(8083)
  })
})

describe('a client that Bun brings along', () => {
  const program = (code: string): Files => ({
    'package.json': manifest({ dependencies: { hono: '4' }, scripts: { start: 'bun index.ts' } }),
    'index.ts': `import { Hono } from 'hono'\nimport './client'\nexport default { port: 3000, fetch: new Hono().fetch }\n`,
    'client.ts': code,
  })
  it.each([
    ['RedisClient', `import { RedisClient } from 'bun'\nnew RedisClient('redis://cache:6379')\n`],
    ['redis', `import { redis } from "bun"\nawait redis.get('a')\n`],
  ])('is a cache that no dependency names: %s', async (_, code) => {
    expect(all((await serviceOf(program(code))).cache)).toEqual(['redis'])
  })

  it('is likely Postgres where its addresses may name others', async () => {
    const { databases } = await serviceOf(program(`import { sql } from 'bun'\nawait sql\`SELECT 1\`\n`))
    expect(databases.map(({ value, certainty }) => [value, certainty])).toEqual([['postgres', 'likely']])
  })

  it('is no second one where the manifest names the database', async () => {
    const files = program(`import { sql } from 'bun'\nimport { Database } from 'bun:sqlite'\nawait sql\`SELECT 1\`\n`)
    const needing = (name: string): Files => ({
      ...files,
      'package.json': manifest({ dependencies: { hono: '4', [name]: '1' }, scripts: { start: 'bun index.ts' } }),
    })
    expect(all((await serviceOf(needing('mysql2'))).databases)).toEqual(['mysql', 'sqlite'])
    expect(all((await serviceOf(needing('better-sqlite3'))).databases)).toEqual(['sqlite'])
  })

  it.each([
    ['its type', `import type { RedisClient, SQL } from 'bun'\n`],
    ['something else', `import { serve } from 'bun'\nimport { redis, sql } from './mine'\n`],
  ])('is none where only %s is imported', async (_, code) => {
    const service = await serviceOf(program(code))
    expect([all(service.cache), all(service.databases)]).toEqual([[], []])
  })
})

describe('a server of GraphQL Yoga', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['by its options', `server.start({ port: 4100 }, () => {})`, 4100],
    [
      'by options with a name',
      `const options = { port: 4101, playground: '/' }\nserver.start(options, () => {})`,
      4101,
    ],
    ['by itself', `server.start(() => {})`, 4000],
  ]
  it.each(cases)('says where it listens %s', async (_, code, port) => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { 'graphql-yoga': '1' }, scripts: { start: 'node server.js' } }),
      'server.js': `import { GraphQLServer } from 'graphql-yoga'\nconst server = new GraphQLServer({})\n${code}\n`,
    })
    expect([said(service.framework), said(service.port)]).toEqual(['graphql-yoga 1', port])
  })
})

describe('of several frameworks', () => {
  const two = { dependencies: { express: '4', 'graphql-yoga': '5' }, scripts: { start: 'node server.js' } }
  const yoga = `const { createYoga } = require('graphql-yoga')\nrequire('http').createServer(createYoga({})).listen(4200)\n`

  it('the one counts that the program reaches, not that of a file which nothing starts', async () => {
    const service = await serviceOf({
      'package.json': manifest(two),
      'server.js': yoga,
      'old.js': `require('express')().listen(3200)\n`,
    })
    expect([said(service.framework), said(service.port)]).toEqual(['graphql-yoga 5', 4200])
  })

  it('the one counts that others are built on, where the program reaches both', async () => {
    const service = await serviceOf({
      'package.json': manifest(two),
      'server.js': `const { createYoga } = require('graphql-yoga')\nconst app = require('express')()\napp.use(createYoga({}))\napp.listen(4300)\n`,
    })
    expect(said(service.framework)).toBe('express 4')
  })
})

describe('a port that a plugin reads for the server', () => {
  const server = (more: string): string =>
    `const app = require('fastify')()\n${more}\napp.ready().then(() => app.listen({ port: app.config.PORT }))\n`
  const schema = `const schema = { type: 'object', properties: { PORT: { type: 'number', default: 3456 } } }\n`
  const plugin = `${schema}module.exports = async app => app.register(require('@fastify/env'), { schema })\n`
  const cases: readonly (readonly [string, Files])[] = [
    ['of the same file', { 'server.js': server(`${schema}app.register(require('@fastify/env'), { schema })`) }],
    ['of another one', { 'server.js': server(`app.register(require('./env'))`), 'env.js': plugin }],
    ['that is loaded by the name of its folder', { 'server.js': server(''), 'plugins/env.js': plugin }],
    [
      'of a library for schemas',
      {
        'server.js': server(''),
        'plugins/env.ts': `import { Type } from 'typebox'\nexport const envSchema = Type.Object({ PORT: Type.Number({ default: 3456 }) })\n`,
      },
    ],
  ]
  it.each(cases)('is the default in the schema %s, and not what an image exposes', async (_, files) => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { fastify: '5' }, scripts: { start: 'node server.js' } }),
      Dockerfile: 'FROM node:24\nEXPOSE 8000\nCMD ["node", "server.js"]\n',
      ...files,
    })
    expect([said(service.port), said(service.portVariable)]).toEqual([3456, 'PORT'])
  })
})

it('options with a name say where a server listens, also with a function behind them', async () => {
  const service = await serviceOf({
    'package.json': manifest({ dependencies: { fastify: '5' }, scripts: { start: 'node server.js' } }),
    'server.js': `const server = require('fastify')()\nconst options = { port: 3300, host: '0.0.0.0' }\nserver.listen(options, error => {})\n`,
  })
  expect([said(service.port), said(service.host)?.loopbackOnly]).toEqual([3300, false])
})

it('the script that starts the program alone is the one for production, not one that starts others beside it', async () => {
  const scripts = {
    start: 'node dist/app.js',
    prod: 'concurrently "mongod" "ng build && node dist/app.js"',
  }
  const service = await serviceOf({
    'package.json': manifest({ dependencies: { express: '4' }, scripts }),
    'src/app.ts': `import express from 'express'\nexpress().listen(3000)\n`,
  })
  expect(said(service.startScript)).toBe('start')
})

describe('a front end', () => {
  const site: Files = {
    'web/package.json': manifest({
      name: 'web',
      dependencies: { react: '18', 'react-scripts': '5', api: 'http://localhost:3030/api.tgz' },
      scripts: { start: 'react-scripts start', build: 'react-scripts build' },
    }),
    'web/src/index.tsx': `import { createClient } from 'api'\ncreateClient()\n`,
  }
  const server = (fields: object): Files => ({
    'api/package.json': manifest({ dependencies: { koa: '2' }, scripts: { start: 'node lib/' }, ...fields }),
    'api/src/index.ts': `import Koa from 'koa'\nnew Koa().listen(3030)\n`,
    'api/src/client.ts': `export const createClient = () => fetch('/')\n`,
  })

  it.each([
    ['its client alone', { main: 'lib/client' }],
    ['no file in particular', {}],
  ])('does not listen where it imports a server that exports %s', async (_, fields) => {
    const { services } = await factsOf({ ...site, ...server(fields) })
    const found = services.map(s => [s.path, s.workload.value, said(s.framework), said(s.port)])
    expect(found).toEqual([
      ['api', 'http', 'koa 2', 3030],
      ['web', 'static', 'react 5', undefined],
    ])
  })
})

describe('the licence of a repository without a manifest of its own', () => {
  const part = (license?: string): string => manifest({ ...(license === undefined ? {} : { license }) })
  it.each([
    ['is not that of one part of three', [part('MIT'), part(), part()], undefined],
    ['is that of most of its parts', [part('MIT'), part('MIT'), part()], 'MIT'],
    ['is none where they differ', [part('MIT'), part('ISC'), part('MIT')], undefined],
  ] as const)('%s', async (_, [a, b, c], license) => {
    const { repository } = await factsOf({ 'a/package.json': a, 'b/package.json': b, 'c/package.json': c })
    expect(said(repository.license)).toBe(license)
  })
})
