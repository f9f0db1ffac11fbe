import { describe, expect, it } from 'vitest'
import { manifest, said, serviceOf, type Files } from './read.ts'

describe('what a program needs', () => {
  const program = (files: Files, dependencies: object = {}): Files => ({
    'package.json': manifest({ scripts: { start: 'node server.js' }, dependencies: { express: '5', ...dependencies } }),
    ...files,
  })

  it.each([
    ['bun', `import { Database } from 'bun:sqlite'`],
    ['node', `const { DatabaseSync } = require('node:sqlite')`],
  ])('is SQLite where it opens that of its runtime: %s', async (_, line) => {
    const service = await serviceOf(
      program({
        'server.js': `require('./store')\nrequire('express')().listen(3000)\n`,
        'store.js': `${line}\n`,
        'tool.js': `import { Database } from 'bun:sqlite'\n`,
      }),
    )
    expect(service.databases.map(need => [need.value, need.optional])).toEqual([['sqlite', false]])
    expect(service.databases[0]?.evidence[0]).toMatchObject({ path: 'store.js', line: 1 })
  })

  it('may be left out where the code of another folder asks a variable for it', async () => {
    const service = await serviceOf({
      'package.json': manifest({ private: true, workspaces: ['apps/*'], dependencies: { express: '5', ioredis: '5' } }),
      'apps/api/package.json': manifest({ name: 'api', scripts: { start: 'node server.js' } }),
      'apps/api/server.js': `import express from 'express'\nimport { redis } from '../../libs/redis.js'\nexpress().listen(3000)\n`,
      'libs/redis.js': `import Redis from 'ioredis'\nexport const redis = process.env.REDIS_URL ? new Redis(process.env.REDIS_URL) : new Map()\n`,
    })
    expect(service.cache.map(need => [need.value, need.optional])).toEqual([['redis', true]])
  })

  it.each([
    [
      'where a name asks for the address',
      `const isOn = !!(settings.storeUrl || '').trim()\nif (isOn) kept = new Redis(settings.storeUrl)`,
      true,
    ],
    ['where the address is asked for', `if (settings.storeUrl) { kept = new Redis(settings.storeUrl, {}) }`, true],
    [
      'not where a name asks for something else',
      `const isOn = Boolean(settings.mailUrl)\nif (isOn) kept = new Redis(settings.storeUrl)`,
      false,
    ],
    [
      'not where another is opened otherwise',
      `if (settings.storeUrl) kept = new Redis(settings.storeUrl)\nelse kept = new Redis()`,
      false,
    ],
    ['not where nothing is asked for', `kept = new Redis(settings.storeUrl)`, false],
  ])('may be left out by the client that is opened, whatever its setting is called: %s', async (_, code, optional) => {
    const service = await serviceOf(
      program(
        { 'server.js': `const Redis = require('ioredis')\nlet kept\n${code}\nrequire('express')().listen(3000)\n` },
        { ioredis: '5' },
      ),
    )
    expect(service.cache.map(need => [need.value, need.optional])).toEqual([['redis', optional]])
  })

  it.each([
    ['nothing otherwise', `settings.redisAddress\n  ? connect(settings.redisAddress)\n  : undefined`, true],
    ['something else otherwise', `settings.redisAddress ? connect(settings.redisAddress) : connect('redis')`, false],
    ['a setting for something else', `settings.mail ? connect(settings.redisAddress) : undefined`, false],
  ])('may be left out where a setting makes it, and there is %s', async (_, made, optional) => {
    const service = await serviceOf(
      program(
        {
          'server.js': `require('./cache')\nrequire('express')().listen(3000)\n`,
          'cache.js': `const Redis = require('ioredis')\nconst connect = address => new Redis(address)\nexports.make = settings => ${made}\n`,
        },
        { ioredis: '5' },
      ),
    )
    expect(service.cache.map(need => [need.value, need.optional])).toEqual([['redis', optional]])
  })

  it.each([
    ['hands the address on only where there is one', `if (settings.redisUrl) connect(settings.redisUrl)`, true],
    ['does so with a group of settings', `if (settings.redis.host) { connect({ host: settings.redis.host }) }`, true],
    [
      'has another address otherwise',
      `if (settings.redisUrl) connect(settings.redisUrl)\n  else connect('redis')`,
      false,
    ],
    ['asks for something about it', `if (settings.redisPassword) login(settings.redisPassword)`, false],
    ['only says so', `if (settings.redisUrl) console.log(settings.redisUrl)\n  connect(settings.redisUrl)`, false],
    ['asks a variable', `if (!process.env.REDIS_URL) return\n  connect(process.env.REDIS_URL)`, true],
    [
      'gives up without it',
      `if (!process.env.REDIS_URL) throw new Error('no')\n  connect(process.env.REDIS_URL)`,
      false,
    ],
    [
      'ends without it',
      `if (!process.env.REDIS_URL || !process.env.KEY) {\n    process.exit(1)\n  }\n  connect(process.env.REDIS_URL)`,
      false,
    ],
  ])('may be left out, or not, where the code %s', async (_, line, optional) => {
    const service = await serviceOf(
      program(
        {
          'server.js': `require('./cache')(require('./settings'))\nrequire('express')().listen(3000)\n`,
          'cache.js': `const Redis = require('ioredis')\nconst connect = address => new Redis(address)\nmodule.exports = settings => {\n  ${line}\n}\n`,
        },
        { ioredis: '5' },
      ),
    )
    expect(service.cache.map(need => [need.value, need.optional])).toEqual([['redis', optional]])
  })

  it.each([
    ['only where a variable says so', `process.env.CACHE_REDIS_ENABLED === 'true'`, true],
    ['only where a variable that may be missing says so', `process.env?.USE_REDIS == '1'`, true],
    ['unless a variable says otherwise', `process.env.REDIS_ENABLED !== 'false'`, false],
    ['only where a variable enables it', `process.env.APP_ENABLE_REDIS === 'yes'`, true],
    ['with a check of its own only where a variable says so', `process.env.REDIS_ENABLE_READY_CHECK === 'true'`, false],
    ['with encryption only where a variable says so', `process.env.REDIS_TLS_ENABLED === 'true'`, false],
    ['whatever a text says', `"process.env.REDIS_ENABLED === 'true'"`, false],
  ])('may be left out, or not, where it is switched on %s', async (_, condition, optional) => {
    const service = await serviceOf(
      program(
        {
          'server.js': `require('./cache')\nrequire('express')().listen(3000)\n`,
          'cache.js': `const Redis = require('ioredis')\nconst flag = ${condition}\nexports.make = () => new Redis(process.env.CACHE_ADDRESS, { flag })\n`,
        },
        { ioredis: '5' },
      ),
    )
    expect(service.cache.map(need => [need.value, need.optional])).toEqual([['redis', optional]])
  })

  it.each([
    ['postgresql', 'db/postgresql-migrations'],
    ['mysql', 'db/mysql-migrations'],
  ])(
    'has, of folders of migrations for several databases, those of the one that is chosen: %s',
    async (kind, folder) => {
      const service = await serviceOf(
        program(
          {
            'server.js': `require('knex')\nrequire('express')().listen(3000)\n`,
            '.env.example': `DB_TYPE=${kind}\n`,
            'db/mysql-migrations/1.sql': 'create table a (b int);\n',
            'db/postgresql-migrations/1.sql': 'create table a (b int);\n',
          },
          { knex: '3', pg: '8', mysql2: '3' },
        ),
      )
      expect(said(service.migrations)).toBe(folder)
    },
  )

  it.each([
    [
      'what its default opens',
      `case 'postgres:':\n    case 'postgresql:': return new Pg(url)\n    default: return new MongoStore(url)`,
      ['mongodb'],
    ],
    [
      'the case that is its default',
      `case 'mongodb': return new MongoStore(url)\n    case 'postgres':\n    default: return new Pg(url)`,
      ['postgres'],
    ],
    [
      'both where it has no default',
      `case 'postgres:': return new Pg(url)\n    case 'mongodb:': return new MongoStore(url)`,
      ['mongodb', 'postgres'],
    ],
    [
      'both where it gives up otherwise',
      `case 'postgres:': return new Pg(url)\n    default: throw new Error('no Mongo')`,
      ['mongodb', 'postgres'],
    ],
    [
      'both where it is about something else',
      `case 'sqlite': return new File(url)\n    default: return new MongoStore(url)`,
      ['mongodb', 'postgres'],
    ],
  ])('is, of databases that a switch chooses among, %s', async (_, cases, required) => {
    const service = await serviceOf(
      program(
        {
          'server.js': `require('./store')\nrequire('express')().listen(3000)\n`,
          'store.js': `const { Pg } = require('./pg')\nconst { MongoStore } = require('./mongo')\nexports.open = url => {\n  switch (new URL(url).protocol) {\n    ${cases}\n  }\n}\n`,
          'pg.js': `const { Pool } = require('pg')\nexports.Pg = Pool\n`,
          'mongo.js': `const { MongoClient } = require('mongodb')\nexports.MongoStore = MongoClient\n`,
        },
        { pg: '8', mongodb: '7' },
      ),
    )
    expect(service.databases.filter(need => !need.optional).map(need => need.value)).toEqual(required)
    expect(service.databases).toHaveLength(2)
  })

  it('is logged by what writes each request rather than by what is silent unless it is asked', async () => {
    const code = { 'server.js': `require('express')().listen(3000)\n` }
    expect(said((await serviceOf(program(code, { debug: '4', morgan: '1' }))).logging)).toBe('morgan')
    expect(said((await serviceOf(program(code, { debug: '4' }))).logging)).toBe('debug')
  })

  it('are migrations in a folder called by the singular where TypeORM makes them, and nowhere else', async () => {
    const files = {
      'server.js': `require('express')().listen(3000)\n`,
      'server/migration/1-first.ts': 'export class First {}\n',
    }
    const made = await serviceOf(program(files, { typeorm: '0.3', pg: '8' }))
    expect(said(made.migrations)).toBe('server/migration')
    const other = await serviceOf(program(files, { knex: '3', pg: '8' }))
    expect(other.migrations).toBeUndefined()
  })
})

describe('the path of a health check', () => {
  it('is what the program answers, not what it asks another one', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '5', axios: '1' }, scripts: { start: 'node server.js' } }),
      'server.js': `const { ping } = require('./other')\nconst app = require('express')()\napp.get('/status', (req, res) => res.json({}))\napp.listen(3000)\n`,
      'other.js': `class Other { ping() { return this.axios.get('/api/v2/ping', { timeout: 1 }) } }\nmodule.exports = Other\n`,
    })
    expect(service.healthPaths.map(said)).toEqual(['/status'])
  })

  it('is that of a file of routes below folders with a plus', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { 'react-router': '7', '@react-router/node': '7' },
        devDependencies: { '@react-router/dev': '7' },
        scripts: { build: 'react-router build', start: 'react-router-serve build/server/index.js' },
      }),
      'app/routes/api+/health.ts': `export const loader = () => 'ok'\n`,
    })
    expect(service.healthPaths.map(said)).toEqual(['/api/health'])
  })

  it('is that of a folder of routes with a file that is called route', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { 'react-router': '7', '@react-router/node': '7' },
        devDependencies: { '@react-router/dev': '7' },
        scripts: { build: 'react-router build', start: 'react-router-serve build/server/index.js' },
      }),
      'app/routes/health/route.tsx': `export const loader = () => 'ok'\n`,
    })
    expect(service.healthPaths.map(said)).toEqual(['/health'])
  })

  it.each([
    ['as a fallback', 'process.env.API_PREFIX || PREFIX', '/api/v1/health'],
    ['within a text', '`${PREFIX}own`', '/api/v1/own/health'],
    ['within a text, whatever else is not known', '`${contextOf()}v2`', '/v2/health'],
  ])('has the prefix in front that holds when nothing is configured, %s', async (_, prefix, path) => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { '@nestjs/core': '11' }, scripts: { start: 'node dist/main' } }),
      'src/main.ts': `import './health.controller'\nconst PREFIX = '/api/v1/'\nconst app = await NestFactory.create(M)\napp.setGlobalPrefix(${prefix})\nawait app.listen(3000)\n`,
      'src/health.controller.ts': `@Controller('health')\nexport class HealthController {\n  @Get()\n  check() {}\n}\n`,
    })
    expect(service.healthPaths.map(said)).toEqual([path])
  })
})

it('settings that are not committed are read from the sample that they are copied from', async () => {
  const service = await serviceOf({
    'package.json': manifest({ main: 'app.js', dependencies: { express: '4' } }),
    'app.js': `const config = require('./config')\nrequire('express')().listen(config.port)\n`,
    'config.default.js': `module.exports = { db: 'mongodb://127.0.0.1/x', port: 3050 }\n`,
    'config.test.js': `module.exports = { port: 1 }\n`,
  })
  expect(said(service.port)).toBe(3050)
})

it('the prefix of a router may be a setting: what holds when nothing is set stands in front of its paths', async () => {
  const service = await serviceOf({
    'package.json': manifest({ dependencies: { elysia: '1' }, scripts: { start: 'bun src/index.ts' } }),
    'src/index.ts': `import { Elysia } from 'elysia'\nimport { ROOT } from './env'\nimport { probe } from './probe'\nconst app = new Elysia({ prefix: ROOT }).use(probe)\napp.listen(3000)\n`,
    'src/env.ts': `export const ROOT = process.env.ROOT ?? '/base'\n`,
    'src/probe.ts': `import Elysia from 'elysia'\nexport const probe = new Elysia().get('/healthcheck', () => 'ok')\n`,
  })
  expect(service.healthPaths.map(said)).toEqual(['/base/healthcheck'])
})
