import { describe, expect, it } from 'vitest'
import { all, factsOf, manifest, said, serviceOf, type Files } from './read.ts'

const express = { dependencies: { express: '^5.1.0' }, scripts: { start: 'node server.js' } }

describe('the port of a Node service', () => {
  const cases: readonly (readonly [string, string, number, string | undefined])[] = [
    ['a number', `app.listen(8080)`, 8080, undefined],
    ['a fallback with ??', `app.listen(process.env.PORT ?? 3100)`, 3100, 'PORT'],
    ['a fallback with || and Number', `app.listen(Number(process.env.PORT) || 3101)`, 3101, 'PORT'],
    ['a unary plus', `app.listen(+process.env.HTTP_PORT || 3102)`, 3102, 'HTTP_PORT'],
    ['parseInt with a radix', `app.listen(parseInt(process.env.PORT || '3103', 10), '0.0.0.0')`, 3103, 'PORT'],
    ['a constant', `const port = process.env['PORT'] ?? 3104\napp.listen(port, () => {})`, 3104, 'PORT'],
    ['a destructured variable', `const { PORT = 3105 } = process.env\napp.listen(PORT)`, 3105, 'PORT'],
    [
      'a conditional',
      `const port = process.env.PORT ? parseInt(process.env.PORT) : 3106\napp.listen(port)`,
      3106,
      'PORT',
    ],
    [
      'a list of candidates',
      `const port = [process.env.A_PORT, process.env.PORT, 3107].map(Number).find(n => !isNaN(n))\napp.listen(port)`,
      3107,
      'A_PORT',
    ],
    [
      'an options object',
      `const config = { http: { port: process.env.PORT || 3108 } }\napp.listen({ port: config.http.port, host: '0.0.0.0' })`,
      3108,
      'PORT',
    ],
    ['a wrapped server', `require('http').createServer(app).listen(process.env.PORT || 3109)`, 3109, 'PORT'],
    [
      'a setting of the application',
      `app.set('port', process.env.PORT || 3111)\napp.listen(app.get('port'))`,
      3111,
      'PORT',
    ],
    [
      'a function of another package, with a default',
      `const { number } = require('env-of-mine')\napp.listen(number('HTTP_PORT', 3112))`,
      3112,
      'HTTP_PORT',
    ],
    ['a function of the file', `function port() { return process.env.PORT || 3110 }\napp.listen(port())`, 3110, 'PORT'],
  ]
  it.each(cases)('is read from %s', async (_, code, port, variable) => {
    const service = await serviceOf({
      'package.json': manifest(express),
      'server.js': `const app = require('express')()\n${code}\n`,
    })
    expect([said(service.port), said(service.portVariable), service.port?.certainty]).toEqual([
      port,
      variable,
      'certain',
    ])
  })

  const modules: readonly (readonly [string, Files, number])[] = [
    [
      'a default export',
      {
        'env.js': `const schema = z.object({ PORT: z.coerce.number().default(4100) })\nconst env = schema.parse(process.env)\nexport default env\n`,
        'server.js': `import env from './env.js'\napp.listen(env.PORT)\n`,
      },
      4100,
    ],
    [
      'a named export through an index',
      {
        'config/port.js': `export const port = Number(process.env.PORT ?? 4101)\n`,
        'config/index.js': `export * from './port.js'\n`,
        'server.js': `import { port } from './config/index.js'\napp.listen(port)\n`,
      },
      4101,
    ],
    [
      'CommonJS with a validated schema',
      {
        'config.js': `const vars = Joi.object().keys({ PORT: Joi.number().default(4102) }).validate(process.env).value\nmodule.exports = { port: vars.PORT }\n`,
        'server.js': `const config = require('./config')\napp.listen(config.port)\n`,
      },
      4102,
    ],
    [
      'an alias of tsconfig.json',
      {
        'tsconfig.json': '{\n  // aliases\n  "compilerOptions": { "paths": { "#cfg/*": ["./settings/*"] } },\n}\n',
        'settings/env.ts': `export const PORT = 4103\n`,
        'server.js': `import { PORT } from '#cfg/env'\napp.listen(PORT)\n`,
      },
      4103,
    ],
    [
      'files of the package config',
      {
        'package.json': manifest({ ...express, dependencies: { express: '5', config: '4' } }),
        'config/default.yml': 'server:\n  port: 4104\n',
        'server.js': `const config = require('config')\napp.listen(config.get('server.port'))\n`,
      },
      4104,
    ],
  ]
  it.each(modules)('is followed into %s', async (_, files, port) => {
    const service = await serviceOf({ 'package.json': manifest(express), ...files })
    expect(said(service.port)).toBe(port)
  })

  it('is not taken from comments, strings or other calls', async () => {
    const code = [
      `const app = require('express')()`,
      `// app.listen(9999)`,
      `const text = "app.listen(9998)"`,
      `/* app.listen(9997) */ emitter.listen('message', 9996)`,
      `app.listen(process.env.PORT || 3000)`,
    ]
    const service = await serviceOf({ 'package.json': manifest(express), 'server.js': `${code.join('\n')}\n` })
    expect(said(service.port)).toBe(3000)
    expect(service.port?.evidence[0]).toMatchObject({ path: 'server.js', line: 5, snippet: code[4] })
  })

  it('is the one of the start script or of the framework when the code names none', async () => {
    const next = (start: string): Files => ({
      'package.json': manifest({ dependencies: { next: '15.1.0' }, scripts: { build: 'next build', start } }),
    })
    expect(said((await serviceOf(next('next start -p 4200'))).port)).toBe(4200)
    const service = await serviceOf(next('next start'))
    expect([said(service.port), service.port?.certainty, said(service.portVariable)]).toEqual([3000, 'likely', 'PORT'])
  })

  it('comes from an existing Dockerfile last of all', async () => {
    const files = {
      'package.json': manifest(express),
      'server.js': `require('express')().listen(port)\n`,
      Dockerfile: 'FROM node:22\nARG P=7070\nEXPOSE ${P}\nCMD ["node", "server.js"]\n',
    }
    expect(said((await serviceOf(files)).port)).toBe(7070)
  })
})

it.each([
  [
    'fastify listens on the loopback address unless it is told otherwise',
    'fastify',
    `fastify().listen({ port: 3000 })`,
    true,
    undefined,
  ],
  [
    'an address of all interfaces is none',
    'fastify',
    `fastify().listen({ port: 3000, host: '0.0.0.0' })`,
    false,
    undefined,
  ],
  [
    'a variable decides',
    'fastify',
    `fastify().listen({ port: 3000, host: process.env.HOST ?? '127.0.0.1' })`,
    true,
    'HOST',
  ],
  ['express listens on all interfaces', 'express', `express().listen(3000)`, false, undefined],
])('%s', async (_, name, code, loopbackOnly, variable) => {
  const service = await serviceOf({
    'package.json': manifest({ dependencies: { [name]: '5' }, scripts: { start: 'node a.js' } }),
    'a.js': `const ${name} = require('${name}')\n${code}\n`,
  })
  expect(said(service.host)).toEqual({ loopbackOnly, ...(variable ? { variable } : {}) })
})

describe('frameworks and workloads', () => {
  const servers: readonly (readonly [string, object, string, string | undefined])[] = [
    ['express 5', { express: '^5.0.0' }, `require('express')().listen(1234)`, 'http'],
    ['koa 2', { koa: '2.15.0' }, `new (require('koa'))().listen(1234)`, 'http'],
    [
      'hono 4',
      { hono: '^4.1.0', '@hono/node-server': '1' },
      `import { serve } from '@hono/node-server'\nserve({ fetch: app.fetch, port: 1234 })`,
      'http',
    ],
    [
      'hapi 21',
      { '@hapi/hapi': '^21.3.0' },
      `const Hapi = require('@hapi/hapi')\nconst server = Hapi.server({ port: 1234 })`,
      'http',
    ],
    [
      'elysia 1',
      { elysia: '1.1.0' },
      `import { Elysia } from 'elysia'\nnew Elysia().get('/', () => '').listen(1234)`,
      'http',
    ],
    [
      'nestjs 11',
      { '@nestjs/core': '^11.0.0', express: '5' },
      `const app = await NestFactory.create(M)\nawait app.listen(1234)`,
      'http',
    ],
  ]
  it.each(servers)('%s is recognised', async (framework, dependencies, code, workload) => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies, scripts: { start: 'node index.js' } }),
      'index.js': `${code}\n`,
    })
    expect([said(service.framework), said(service.workload), said(service.port)]).toEqual([framework, workload, 1234])
  })

  it('takes the version that is locked', async () => {
    const lock = `{\n  "lockfileVersion": 3,\n  "packages": {\n    "node_modules/express": {\n      "version": "4.21.2"\n    }\n  }\n}\n`
    const service = await serviceOf({
      'package.json': manifest({ ...express, dependencies: { express: '>=4' } }),
      'package-lock.json': lock,
      'server.js': `require('express')().listen(1)\n`,
    })
    expect(said(service.framework)).toBe('express 4')
  })

  it('knows a server without a framework, and a bare socket', async () => {
    const files = (code: string): Files => ({
      'package.json': manifest({ scripts: { start: 'node a.js' } }),
      'a.js': code,
    })
    const http = await serviceOf(files(`require('node:http').createServer(() => {}).listen(8000)\n`))
    expect([said(http.framework), said(http.workload)]).toEqual([undefined, 'http'])
    expect(said((await serviceOf(files(`const server = net.createServer()\nserver.listen(8000)\n`))).workload)).toBe(
      'tcp',
    )
  })

  it('knows workers by the queue that they read, and finds those that a script starts beside a server', async () => {
    const files = {
      'package.json': manifest({
        dependencies: { express: '5', bullmq: '5' },
        scripts: {
          start: 'node src/server.js',
          'start:worker': 'node src/worker.js',
          'dev:worker': 'nodemon src/worker.js',
        },
      }),
      'src/server.js': `require('express')().listen(3000)\n`,
      'src/worker.js': `const { Worker } = require('bullmq')\nnew Worker('mail', async () => {})\n`,
    }
    const { services } = await factsOf(files)
    expect(services.map(s => [said(s.workload), said(s.entry), said(s.startScript), said(s.port)])).toEqual([
      ['http', 'src/server.js', 'start', 3000],
      ['worker', 'src/worker.js', 'start:worker', undefined],
    ])
  })

  const asides: readonly (readonly [string, Files, string])[] = [
    [
      'a command-line program',
      {
        'package.json': manifest({ bin: 'cli.js', dependencies: { yargs: '17' }, scripts: { start: 'node cli.js' } }),
        'cli.js': 'console.log(1)\n',
      },
      'a command-line program',
    ],
    [
      'a library that mentions a framework',
      {
        'package.json': manifest({ main: 'index.js', dependencies: { express: '5' } }),
        'index.js': `module.exports = require('express').Router()\n`,
      },
      'a library',
    ],
    [
      'a mobile app',
      { 'package.json': manifest({ dependencies: { expo: '52' }, scripts: { start: 'expo start' } }) },
      'a mobile app',
    ],
    [
      'the window of a desktop app',
      {
        'package.json': manifest({ devDependencies: { vite: '6' }, scripts: { build: 'vite build' } }),
        'index.html': '',
        'src-tauri/tauri.conf.json': '{}',
      },
      'the window of a desktop app',
    ],
    [
      'the page that a desktop app shows from another folder',
      {
        'page/package.json': manifest({ devDependencies: { vite: '6' }, scripts: { build: 'vite build' } }),
        'page/index.html': '',
        'tauri.conf.json': '{ "build": { "devPath": "http://127.0.0.1:5173", "distDir": "page/dist" } }',
      },
      'the window of a desktop app',
    ],
    [
      'a documentation site',
      { 'package.json': manifest({ devDependencies: { vitepress: '1' }, scripts: { build: 'vitepress build' } }) },
      'a documentation site',
    ],
    [
      'tests in a folder of their own',
      {
        'e2e/package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node a.js' } }),
        'e2e/a.js': `require('express')().listen(1)\n`,
      },
      'tests',
    ],
  ]
  it.each(asides)('%s is no service, and the reason is given', async (_, files, reason) => {
    const facts = await factsOf(files)
    expect(facts.services).toEqual([])
    expect(facts.nonServices.map(item => item.reason)).toEqual([reason])
  })

  it('takes a worker at the edge for functions of a platform, whatever it is written in', async () => {
    const files = (settings: string): Files => ({
      'package.json': manifest({
        scripts: { deploy: './build.sh && wrangler deploy --env live' },
        devDependencies: { wrangler: '4' },
      }),
      'wrangler.toml': `name = "edge"\n${settings}`,
    })
    expect(said((await serviceOf(files('main = "build/worker/shim.mjs"\n'))).workload)).toBe('serverless')
    expect((await factsOf(files('pages_build_output_dir = "dist"\n'))).services).toEqual([])
  })

  it('takes what a program for `npm create` hands out for templates', async () => {
    const facts = await factsOf({
      'create-thing/package.json': manifest({ name: 'create-thing', bin: 'run.js' }),
      'create-thing/run.js': 'console.log(1)\n',
      'create-thing/kinds/next/package.json': manifest({
        dependencies: { next: '15' },
        scripts: { start: 'next start' },
      }),
    })
    expect(facts.services).toEqual([])
    expect(facts.nonServices.map(item => [item.path, item.reason])).toEqual([
      ['create-thing', 'a command-line program'],
      ['create-thing/kinds/next', 'a template'],
    ])
  })

  it('leaves packages in node_modules and fixtures alone', async () => {
    const facts = await factsOf({
      'node_modules/x/package.json': manifest(express),
      'test/fixtures/app/package.json': manifest(express),
      'README.md': '# x',
    })
    expect([facts.projects, facts.services, facts.nonServices]).toEqual([[], [], []])
  })
})

describe('what runs in production', () => {
  const base = {
    'src/main.ts': `import express from 'express'\nexpress().listen(3000)\n`,
    'tsconfig.json': '{ "compilerOptions": { "outDir": "./build" } }',
  }
  const cases: readonly (readonly [string, object, readonly string[] | undefined])[] = [
    [
      'node',
      { scripts: { start: 'node --enable-source-maps build/main.js' } },
      ['node', '--enable-source-maps', 'build/main.js'],
    ],
    [
      'the last command of several',
      { scripts: { build: 'tsc', start: 'npm run build && node build/main.js' } },
      ['node', 'build/main.js'],
    ],
    [
      'behind cross-env, without the file of variables',
      { scripts: { start: 'cross-env NODE_ENV=production node --env-file=.env --inspect ./build/main' } },
      ['node', './build/main'].map(w => w.replace('./build/main', 'build/main.js')),
    ],
    [
      'through another script',
      { scripts: { start: 'yarn serve', serve: 'dotenv -e .env -- node build/main.js' } },
      ['node', 'build/main.js'],
    ],
    [
      'the compiled file where only development scripts are there',
      { scripts: { build: 'tsc', dev: 'tsx watch src/main.ts' } },
      ['node', 'build/main.js'],
    ],
    [
      'tsx where it is shipped',
      { dependencies: { express: '5', tsx: '4' }, scripts: { start: 'tsx src/main.ts' } },
      ['node', '--import', 'tsx', 'src/main.ts'],
    ],
    ['nothing for tsx that is not shipped and no build', { scripts: { start: 'tsx src/main.ts' } }, undefined],
    ['nothing for two programs at once', { scripts: { start: 'node build/main.js & node build/other.js' } }, undefined],
  ]
  it.each(cases)('%s', async (_, fields, command) => {
    const service = await serviceOf({
      ...base,
      'package.json': manifest({ dependencies: { express: '5' }, ...fields }),
    })
    expect(said(service.startCommand)).toEqual(command)
    expect(said(service.entry)).toBe('src/main.ts')
  })

  it('is read from a process manager, and from the build targets of Nx', async () => {
    const pm2 = await serviceOf({
      'package.json': manifest({
        dependencies: { express: '4', pm2: '5' },
        scripts: { start: 'pm2 start ecosystem.config.json --no-daemon' },
      }),
      'ecosystem.config.json': '{ "apps": [{ "script": "src/index.js" }] }',
      'src/index.js': `require('express')().listen(3000)\n`,
    })
    expect([said(pm2.startCommand), said(pm2.entry)]).toEqual([['node', 'src/index.js'], 'src/index.js'])
    const nx = await serviceOf({
      'package.json': manifest({ dependencies: { express: '4' }, scripts: { start: 'nx serve', build: 'nx build' } }),
      'project.json': '{ "targets": { "build": { "options": { "outputPath": "dist/api", "main": "src/main.ts" } } } }',
      'src/main.ts': base['src/main.ts'],
    })
    expect([said(nx.startCommand), said(nx.outputDir)]).toEqual([['node', 'dist/api/main.js'], 'dist/api'])
  })

  it('is the standalone server of Next with what must lie beside it, also in a workspace', async () => {
    const next = {
      'package.json': manifest({ dependencies: { next: '15' }, scripts: { build: 'next build', start: 'next start' } }),
      'next.config.ts': `export default { output: 'standalone' }\n`,
      'public/x.svg': '',
    }
    expect(said((await serviceOf(next)).standalone)).toEqual({
      dir: '.next/standalone',
      entry: 'server.js',
      assets: [
        { from: '.next/static', to: '.next/static' },
        { from: 'public', to: 'public' },
      ],
    })
    const inside = Object.fromEntries(Object.entries(next).map(([file, text]) => [`apps/web/${file}`, text]))
    const service = await serviceOf({ ...inside, 'package.json': manifest({ private: true, workspaces: ['apps/*'] }) })
    expect(said(service.standalone)?.entry).toBe('apps/web/server.js')
  })
})

describe('needs of a Node service', () => {
  const withDependencies = (dependencies: object, more: Files = {}): Files => ({
    'package.json': manifest({ dependencies: { express: '5', ...dependencies }, scripts: { start: 'node a.js' } }),
    'a.js': `require('express')().listen(3000)\n`,
    ...more,
  })

  it('are found in its dependencies, not in those for development', async () => {
    const service = await serviceOf({
      ...withDependencies({ pg: '8', ioredis: '5', amqplib: '0', pino: '9', 'prom-client': '15' }),
    })
    expect([
      all(service.databases),
      all(service.cache),
      all(service.queues),
      said(service.logging),
      said(service.metricsLibrary),
    ]).toEqual([['postgres'], ['redis'], ['rabbitmq'], 'pino', 'prom-client'])
    const dev = await serviceOf({
      'package.json': manifest({ ...express, devDependencies: { pg: '8' } }),
      'server.js': `require('express')().listen(1)\n`,
    })
    expect(dev.databases).toEqual([])
  })

  it('are found in those for development where the program imports them: a bundler takes them along', async () => {
    const files = (code: string): Files => ({
      'package.json': manifest({
        scripts: { start: 'node dist/server.js', build: 'tsup' },
        devDependencies: { express: '5', pg: '8', prisma: '6', '@prisma/client': '6' },
      }),
      'src/server.ts': `import express from 'express'\n${code}\nexpress().listen(3000)\n`,
      'prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n',
    })
    const [imported, types] = [
      await serviceOf(files("import { PrismaClient } from '@prisma/client'")),
      await serviceOf(files("import type { Pool } from 'pg'\n/* import type { PrismaClient } from 'prisma' */")),
    ]
    expect([said(imported.framework), all(imported.databases), all(types.databases)]).toEqual([
      'express 5',
      ['mysql'],
      [],
    ])
    const named = "// import type { Pool } from 'pg'\nimport { Pool } from 'pg'"
    expect(all((await serviceOf(files(named))).databases)).toEqual(['postgres'])
    expect((await factsOf(files("import { build } from 'webpack'"))).services.map(s => all(s.databases))).toEqual([[]])
  })

  it('name the database that the Prisma schema names, and its migrations', async () => {
    const schema =
      '// provider = "mysql"\ngenerator client {\n  provider = "prisma-client-js"\n}\ndatasource db {\n  provider = "postgresql"\n}\n'
    const service = await serviceOf(
      withDependencies(
        { '@prisma/client': '6' },
        { 'prisma/schema.prisma': schema, 'prisma/migrations/1_init/migration.sql': 'create table a ();' },
      ),
    )
    expect([all(service.databases), all(service.orm), said(service.migrations)]).toEqual([
      ['postgres'],
      ['prisma'],
      'prisma/migrations',
    ])
  })

  it('are those of the schema that the scripts choose among several', async () => {
    const schema = (provider: string): string => `datasource db {\n  provider = "${provider}"\n}\n`
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { express: '5', '@prisma/client': '6' },
        scripts: {
          dev: 'DB=mysql npm run generate && node index.js',
          build: 'DB=pg npm run generate',
          generate: 'prisma generate --schema ./prisma/${DB}/schema.prisma',
          start: 'node index.js',
        },
      }),
      'index.js': `require('express')().listen(3000)\n`,
      'prisma/mysql/schema.prisma': schema('mysql'),
      'prisma/pg/schema.prisma': schema('postgresql'),
      'prisma/sqlite/schema.prisma': schema('sqlite'),
    })
    expect(all(service.databases)).toEqual(['postgres'])
  })

  it('are optional where the code asks first whether a variable is set', async () => {
    const service = await serviceOf(
      withDependencies({ redis: '4', pg: '8' }, { 'cache.js': `const enabled = !!process.env.REDIS_URL\n` }),
    )
    expect(service.cache.map(need => need.optional)).toEqual([true])
    expect(service.databases.map(need => need.optional)).toEqual([false])
  })

  it('are optional where the code asks whether they are configured', async () => {
    const brokers = `const BROKERS = list(process.env.KAFKA_BROKERS)\nexport const isKafkaConfigured = () => BROKERS.length > 0\n`
    const service = await serviceOf(
      withDependencies(
        { kafkajs: '2', amqplib: '0.10' },
        {
          'kafka.js': brokers,
          'publish.js': `import { isKafkaConfigured } from './kafka'\nif (isKafkaConfigured()) send(process.env.KAFKA_TOPIC)\n`,
          'orders.js': `import amqp from 'amqplib'\nexport const open = () => amqp.connect(process.env.AMQP_URL)\n`,
        },
      ),
    )
    expect(service.queues.map(need => [need.value, need.optional])).toEqual([
      ['kafka', true],
      ['rabbitmq', false],
    ])
  })

  it.each([
    ['config.sample.yml', 'port: 3000\ndb:\n  type: postgres # or sqlite\n'],
    ['.env.example', 'DB_CLIENT=pg\n'],
    ['config/default.json', '{\n  "database": {\n    "dialect": "postgresql",\n    "pool": 2\n  }\n}\n'],
  ])('are what the settings choose among several: %s', async (path, settings) => {
    const service = await serviceOf(withDependencies({ pg: '8', sqlite3: '5', knex: '3' }, { [path]: settings }))
    expect(service.databases.map(need => [need.value, need.optional])).toEqual([
      ['postgres', false],
      ['sqlite', true],
    ])
  })

  it('do not include a database beside others whose client is left over', async () => {
    const needs = { '@azure/cosmos': '4', mongoose: '8', mongodb: '6' }
    const left = await serviceOf(withDependencies(needs, { 'db.js': `require('@azure/cosmos')\n` }))
    const used = await serviceOf(withDependencies(needs, { 'db.js': `require('mongoose')\n` }))
    expect([all(left.databases), all(used.databases)]).toEqual([['cosmosdb'], ['cosmosdb', 'mongodb']])
  })

  it('do not include every database of a tool about databases', async () => {
    const service = await serviceOf(
      withDependencies(
        { pg: '8', mysql2: '3', mongodb: '6', mssql: '11', knex: '3', 'better-sqlite3': '11', redis: '4' },
        { 'db.js': `const knex = require('knex')\nmodule.exports = knex({ client: 'sqlite' })\n` },
      ),
    )
    expect([all(service.databases), all(service.cache)]).toEqual([['sqlite'], []])
  })
})

describe('routes for probes', () => {
  it('have what their router is mounted under', async () => {
    const service = await serviceOf({
      'package.json': manifest(express),
      'server.js': `const app = require('express')()\napp.use('/api', require('./routes'))\napp.get('/metrics', handler)\napp.listen(3000)\n`,
      'routes.js': `const router = require('express').Router()\nconst v1 = require('express').Router()\nv1.get('/healthz', ok)\nrouter.use('/v1', v1)\n// router.get('/ready', ok)\nmodule.exports = router\n`,
    })
    expect([all(service.healthPaths), said(service.metricsPath)]).toEqual([['/api/v1/healthz'], '/metrics'])
  })

  it('are found in classes with decorators and in names of files', async () => {
    const nest = await serviceOf({
      'package.json': manifest({ dependencies: { '@nestjs/core': '11' }, scripts: { start: 'node dist/main.js' } }),
      'src/main.ts': `const app = await NestFactory.create(AppModule)\napp.setGlobalPrefix('api')\nawait app.listen(3000)\n`,
      'src/health.controller.ts': `@Controller('health')\nexport class HealthController {\n  @Get('live')\n  live() {}\n}\n`,
    })
    expect(all(nest.healthPaths)).toEqual(['/api/health/live'])
    const next = await serviceOf({
      'package.json': manifest({ dependencies: { next: '15' }, scripts: { start: 'next start' } }),
      'src/app/api/(ops)/health/route.ts': 'export const GET = () => {}\n',
    })
    expect(all(next.healthPaths)).toEqual(['/api/health'])
  })
})
