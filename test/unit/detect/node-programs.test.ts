import { describe, expect, it } from 'vitest'
import { factsOf, manifest, said, serviceOf, type Files } from './read.ts'

describe('a server that a framework makes from settings', () => {
  it('is found where the settings are a manifest that hapi glues together, with the port of the manifest', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        main: 'lib/index.js',
        scripts: { start: 'node server' },
        devDependencies: { '@hapi/hapi': '21', '@hapi/glue': '9' },
      }),
      'lib/index.js': `exports.plugin = { name: 'own', register: async server => {} }\n`,
      'server/index.js': `const Glue = require('@hapi/glue')\nconst Manifest = require('./manifest')\nGlue.compose(Manifest.get('/')).then(server => server.start())\n`,
      'server/manifest.js': `module.exports = new Store({ server: { port: { $param: 'PORT', $default: 3400 } } })\n`,
    })
    expect(said(service.framework)).toBe('hapi 21')
    expect([said(service.port), said(service.portVariable)]).toEqual([3400, 'PORT'])
  })

  const LIFTED: readonly (readonly [string, Files, string, number])[] = [
    [
      'Sails, which the program lifts',
      {
        'package.json': manifest({
          main: 'app.js',
          scripts: { start: 'nodemon', 'start:prod': 'NODE_ENV=production node app.js --prod' },
          dependencies: { sails: '1' },
        }),
        'app.js': `const sails = require('sails')\nsails.lift(require('sails/accessible/rc')('sails'))\n`,
      },
      'sails 1',
      1337,
    ],
  ]
  it.each(LIFTED)('is found for %s', async (_, files, framework, port) => {
    const service = await serviceOf(files)
    expect([said(service.framework), said(service.port), service.workload.value]).toEqual([framework, port, 'http'])
  })
})

describe('the file that a program starts with', () => {
  it('is the last of what its script runs, also beside a framework that renders', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { next: '16', express: '5' },
        scripts: { build: 'next build', start: 'node dist/migrate.mjs && node dist/server.mjs' },
      }),
      'migrate.ts': `await migrate(db)\n`,
      'server/server.ts': `import express from 'express'\nexpress().listen(process.env.PORT || 3060)\n`,
    })
    expect([said(service.entry), said(service.port)]).toEqual(['server/server.ts', 3060])
  })

  it.each([
    ['is an example that only developers run', { dev: 'ts-node-dev example.ts' }, 0],
    ['is called an example and is what production starts', { start: 'node example.ts' }, 1],
  ])('makes a service or none: it %s', async (_, scripts, services) => {
    const found = await factsOf({
      'package.json': manifest({ scripts, devDependencies: { express: '5' } }),
      'example.ts': `import express from 'express'\nexpress().listen(3000)\n`,
    })
    expect(found.services).toHaveLength(services)
  })
})

describe('code that others import', () => {
  const workspace = (entry: string, script = {}): Files => ({
    'package.json': manifest({ private: true, workspaces: ['packages/*'] }),
    'packages/core/package.json': manifest({
      name: '@acme/core',
      main: 'dist/index.js',
      dependencies: { express: '5' },
      ...script,
    }),
    'packages/core/src/index.ts': entry,
    'packages/core/src/server.ts': `import express from 'express'\nexport class Server {\n  app = express()\n  start() { this.app.listen(8080) }\n}\n`,
    'packages/extension/package.json': manifest({ name: '@acme/extension', dependencies: { '@acme/core': '*' } }),
    'packages/extension/src/index.ts': `import { Server } from '@acme/core'\nexport class Extension { on(server: Server) {} }\n`,
  })
  const exported = `export { Server } from './server'\nexport const version = '1'\n`
  const paths = async (files: Files): Promise<readonly string[]> =>
    (await factsOf(files)).services.map(service => service.path)

  it('lends its framework to the program that starts it, which says its port itself', async () => {
    const service = await serviceOf({
      ...workspace(exported),
      'packages/mail/package.json': manifest({
        name: 'mail',
        scripts: { start: 'node src/index.js' },
        dependencies: { '@acme/core': '*' },
      }),
      'packages/mail/src/index.js': `import { Server } from '@acme/core'\nnew Server({ PORT: Number(process.env.PORT || 8083) }).start()\n`,
      'packages/core/src/server.ts': `import express from 'express'\nimport { defaults } from './config'\nexport class Server {\n  app = express()\n  start() { this.app.listen(this.port) }\n}\n`,
      'packages/core/src/config.ts': `export const defaults = { PORT: Number(process.env.PORT || 8080) }\n`,
    })
    expect([said(service.name), said(service.framework), said(service.port)]).toEqual(['mail', 'express 5', 8083])
    expect(service.framework?.evidence[0]?.path).toBe('packages/core/package.json')
  })

  it('is no service, nor is what imports it, as long as nothing starts it', async () => {
    expect(await paths(workspace(exported))).toEqual([])
  })

  it('is a command where a workspace publishes it to be typed', async () => {
    const starts = `import { Server } from './server'\nnew Server().start()\n`
    const { services, nonServices } = await factsOf(workspace(starts, { bin: { core: './dist/index.js' } }))
    expect([services, nonServices.find(({ path }) => path === 'packages/core')?.reason]).toEqual([
      [],
      'a command-line program',
    ])
    const image = { Dockerfile: 'FROM node:22\nCOPY --from=build /prod ./\nENTRYPOINT ["node", "dist/bin/core.js"]\n' }
    const run = { ...workspace(starts, { bin: { acme: './dist/bin/core.js' } }), ...image }
    expect(await paths(run)).toEqual(['packages/core'])
    expect(await paths(workspace(starts, { bin: './dist/index.js', private: true }))).toEqual(['packages/core'])
  })

  it.each([
    ['its own file does', workspace(`import { Server } from './server'\nnew Server().start()\n`)],
    ['its own file imports what does', workspace(`${exported}import './run'\n`)],
    ['a script does', workspace(exported, { scripts: { start: 'node dist/index.js' } })],
    [
      'an image does',
      { ...workspace(exported), 'packages/core/Dockerfile': 'FROM node:22\nCOPY . .\nCMD ["node", "dist/index.js"]\n' },
    ],
  ])('is a service where %s', async (_, files) => {
    expect(await paths(files)).toEqual(['packages/core'])
  })
})

describe('a program of Nest that makes no HTTP server', () => {
  const nest = (main: string): Files => ({
    'package.json': manifest({
      dependencies: { '@nestjs/core': '11', '@nestjs/microservices': '11' },
      scripts: { 'start:prod': 'node dist/main' },
    }),
    'src/main.ts': `import { NestFactory } from '@nestjs/core'\n${main}\n`,
    'src/app.module.ts': 'export class AppModule {}\n',
    '.env.example': 'PORT=50055\n',
  })
  const micro = (options: string): string =>
    `const app = await NestFactory.createMicroservice<MicroserviceOptions>(AppModule, ${options})\nawait app.listen()`

  it.each([
    [
      'gRPC',
      micro('{ transport: Transport.GRPC, options: { url: `${process.env.URL}:${process.env.PORT}` } }'),
      'grpc',
      50055,
    ],
    [
      'an older gRPC',
      micro(`{ transport: Transport.GRPC, options: { url: '0.0.0.0:50051' } }`).replace('listen', 'listenAsync'),
      'grpc',
      50051,
    ],
    ['gRPC without an address', micro('{ transport: Transport.GRPC, options: {} }'), 'grpc', undefined],
    ['TCP', micro('{ transport: Transport.TCP, options: { port: 4010 } } as MicroserviceOptions'), 'tcp', 4010],
    ['a queue', micro('{ transport: Transport.RMQ, options: { urls: [] } }'), 'worker', undefined],
    ['a schedule', `await NestFactory.createApplicationContext(AppModule)`, 'worker', undefined],
    [
      'a schedule until a signal comes',
      `const app = await NestFactory.createApplicationContext(AppModule)\nprocess.on('SIGTERM', () => app.close())`,
      'worker',
      undefined,
    ],
  ])('is what its transport says: %s', async (_, main, workload, port) => {
    const service = await serviceOf(nest(main))
    expect([service.workload.value, said(service.port), said(service.framework)]).toEqual([workload, port, 'nestjs 11'])
  })

  it.each([
    [
      'runs a command',
      `const app = await NestFactory.createApplicationContext(AppModule)\nawait app.get(Seeder).run()\nawait app.close()`,
    ],
    ['is nothing but commands', `import { CommandFactory } from 'nest-commander'\nawait CommandFactory.run(AppModule)`],
  ])('is no service where it %s', async (_, main) => {
    expect((await factsOf(nest(main))).services).toEqual([])
  })

  it('is an HTTP server where it makes both', async () => {
    const service = await serviceOf(
      nest(
        `const app = await NestFactory.create(AppModule)\nawait app.listen(3005)\nconst job = await NestFactory.createApplicationContext(AppModule)`,
      ),
    )
    expect([service.workload.value, said(service.port)]).toEqual(['http', 3005])
  })
})

describe('a server of WebSockets', () => {
  const ws = (code: string): Files => ({
    'package.json': manifest({ main: 'index.js', dependencies: { ws: '8', express: '5' } }),
    'index.js': `${code}\n`,
  })

  it.each([
    ['a port of its own', `const { WebSocketServer } = require('ws')\nnew WebSocketServer({ port: 8090 })`, 8090],
    [
      'a port that its class is given',
      `class Rooms {\n  constructor(name, port) {\n    const WebSocket = require('ws')\n    this.wss = new WebSocket.Server({ port: port })\n  }\n}\nnew Rooms('main', process.env.PORT || 3020)`,
      3020,
    ],
    [
      'a port that a function is given',
      `const WS = require('ws')\nfunction start(port = 1) { new WS.Server({ port }) }\nstart(3021)`,
      3021,
    ],
    [
      'the default of a function',
      `const WS = require('ws')\nconst start = (port = 3022) => new WS.Server({ port })\nstart()`,
      3022,
    ],
  ])('listens on %s', async (_, code, port) => {
    const service = await serviceOf(ws(code))
    expect([service.workload.value, said(service.port)]).toEqual(['http', port])
  })

  it('listens where the HTTP server does that it joins', async () => {
    const service = await serviceOf(
      ws(
        `const WS = require('ws')\nconst server = require('express')().listen(3030)\nnew WS.Server({ server, path: '/live' })`,
      ),
    )
    expect(said(service.port)).toBe(3030)
  })
})

describe('a program that does not listen', () => {
  it.each([
    [
      'Discord',
      'discord.js',
      `import { Client } from 'discord.js'\nexport class Bot {\n  constructor(readonly client: Client) { this.client.login(process.env.TOKEN) }\n}\n`,
    ],
    [
      'Telegram',
      'telegraf',
      `import { Telegraf } from 'telegraf'\nexport const bot = new Telegraf(process.env.TOKEN)\nbot.launch()\nexport class Bot {}\n`,
    ],
    [
      'Telegram by polling',
      'node-telegram-bot-api',
      `import TelegramBot from 'node-telegram-bot-api'\nnew TelegramBot(process.env.TOKEN, { polling: true })\nexport class Bot {}\n`,
    ],
  ])('is a worker when it stays connected to a chat: %s', async (_, name, code) => {
    const service = await serviceOf({
      'package.json': manifest({
        main: 'index.ts',
        scripts: { start: 'ts-node index.ts' },
        dependencies: { [name]: '1' },
      }),
      'index.ts': `import { Bot } from './bot'\nexport const bot = new Bot()\n`,
      'bot.ts': code,
    })
    expect([service.workload.value, said(service.entry), said(service.startScript)]).toEqual([
      'worker',
      'index.ts',
      'start',
    ])
  })

  it('is no service when it only knows of a chat', async () => {
    const { services } = await factsOf({
      'package.json': manifest({ main: 'index.js', dependencies: { 'discord.js': '14' } }),
      'index.js': `const { EmbedBuilder } = require('discord.js')\nmodule.exports = title => new EmbedBuilder({ title })\n`,
    })
    expect(services).toEqual([])
  })

  const edge = { 'package.json': manifest({ private: true }), 'src/chat.mjs': 'export default { async fetch() {} }\n' }
  it.each([
    ['TOML', 'wrangler.toml', 'name = "chat"\nmain = "src/chat.mjs"\n'],
    ['JSON with comments', 'wrangler.jsonc', '{\n  // the worker\n  "main": "./src/chat.mjs"\n}\n'],
  ])('is serverless when a file for functions names it: %s', async (_, path, content) => {
    const service = await serviceOf({ ...edge, [path]: content })
    expect([service.workload.value, said(service.entry)]).toEqual(['serverless', 'src/chat.mjs'])
  })

  it.each([
    ['a library', { types: 'dist/index.d.ts' }, 0],
    ['a program', {}, 1],
  ])('is a worker or not where an image is made of its folder: %s', async (_, fields, services) => {
    const found = await factsOf({
      'compose.yaml': 'services:\n  store:\n    build: ./store\n    command: run\n',
      'store/package.json': manifest({ name: 'store', dependencies: { pg: '8' }, ...fields }),
      'store/src/index.ts': `import pg from 'pg'\nexport class Store {}\n`,
      'store/Dockerfile': 'FROM postgres\n',
    })
    expect(found.services).toHaveLength(services)
  })

  it('is nothing when that file names no program', async () => {
    expect((await factsOf({ ...edge, 'wrangler.toml': 'name = "chat"\n' })).services).toEqual([])
    expect((await factsOf({ ...edge, 'wrangler.toml': 'main = "dist/missing.js"\n' })).services).toEqual([])
  })
})

it('a program without an extension is where the server starts, whatever else has a usual name', async () => {
  const service = await serviceOf({
    'package.json': manifest({ dependencies: { express: '4' }, scripts: { start: 'node ./bin/www' } }),
    'app.js': `const port = 1111\nmodule.exports = require('express')()\n`,
    'bin/www': `#!/usr/bin/env node\nconst app = require('../app')\nrequire('http').createServer(app).listen(process.env.PORT || '3040')\n`,
  })
  expect([said(service.entry), said(service.port)]).toEqual(['bin/www', 3040])
})

describe('what a program loads when it starts and only development asks for', () => {
  const API = {
    scripts: { start: 'node server.js' },
    dependencies: { express: '5' },
    devDependencies: { dotenv: '16', chalk: '5', '@types/express': '5' },
  }
  const START = `const app = require('express')()\napp.listen(3000)\n`
  const BUILT = { ...API, scripts: { build: 'tsc', start: 'node dist/server.js' } }
  const TSCONFIG = { 'tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src" } }\n' }

  it.each<readonly [string, Files, readonly string[] | undefined]>([
    ['at the top of its file', { 'server.js': `require('dotenv').config()\n${START}` }, ['dotenv']],
    [
      'in a file that it loads',
      { 'server.js': `require('./log')\n${START}`, 'log.js': `require('chalk')\n` },
      ['chalk'],
    ],
    ['under a condition', { 'server.js': `if (process.env.DEBUG) require('dotenv').config()\n${START}` }, []],
    ['in a function', { 'server.js': `${START}exports.paint = () => require('chalk').red('!')\n` }, []],
    ['where it can be missing', { 'server.js': `try { require('dotenv') } catch {}\n${START}` }, []],
    ['in a test', { 'server.js': START, 'test/server.test.js': `require('chalk')\n` }, []],
    [
      'from compiled TypeScript, as a value',
      {
        ...TSCONFIG,
        'package.json': manifest(BUILT),
        'src/server.ts': `import chalk from 'chalk'\nimport express from 'express'\nconsole.log(chalk.red('!'))\nexpress().listen(3000)\n`,
      },
      ['chalk'],
    ],
    [
      'from compiled TypeScript, as a type',
      {
        ...TSCONFIG,
        'package.json': manifest(BUILT),
        'src/server.ts': `import { Chalk } from 'chalk'\nimport express from 'express'\nexport let paint: Chalk\nexpress().listen(3000)\n`,
      },
      [],
    ],
    [
      'into what a bundler writes',
      {
        'package.json': manifest({ ...BUILT, scripts: { build: 'tsup src/server.ts', start: 'node dist/server.js' } }),
        'src/server.ts': `import 'dotenv/config'\nimport express from 'express'\nexpress().listen(3000)\n`,
      },
      undefined,
    ],
  ])('%s', async (_, files, expected) => {
    const service = await serviceOf({ 'package.json': manifest(API), ...files })
    expect(service.developmentImports?.map(({ value }) => value)).toEqual(expected)
  })
})
