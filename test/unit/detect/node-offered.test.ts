import { describe, expect, it } from 'vitest'
import { factsOf, manifest, said, serviceOf, type Files } from './read.ts'

describe('a server of the Model Context Protocol', () => {
  const server: Files = {
    'package.json': manifest({
      name: 'acme-mcp',
      bin: { 'acme-mcp': 'dist/bin.js' },
      dependencies: { '@modelcontextprotocol/sdk': '1', express: '5' },
      scripts: { build: 'tsc', start: 'node dist/bin.js' },
    }),
    'src/bin.ts': `#!/usr/bin/env node\nimport { start } from './server.js'\nstart(process.argv.includes('--stdio'))\n`,
    'src/server.ts': `import express from 'express'\nimport { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'\nexport const start = (stdio: boolean) => (stdio ? server.connect(new StdioServerTransport()) : express().listen(3333))\n`,
  }

  it.each([
    ['alone', {}],
    [
      'in an image that exposes nothing',
      { Dockerfile: 'FROM node:24\nENTRYPOINT ["node", "dist/bin.js", "--stdio"]\n' },
    ],
  ] as readonly (readonly [string, Files])[])('is none where its clients start it: %s', async (_, more) => {
    const { services, nonServices } = await factsOf({ ...server, ...more })
    expect(services).toEqual([])
    expect(nonServices.map(({ reason, evidence }) => [reason, evidence[0]?.path, evidence[0]?.line])).toEqual([
      ['a server that its clients start', 'src/server.ts', 2],
    ])
  })

  it('is one where an image exposes its port', async () => {
    const Dockerfile = 'FROM node:24\nEXPOSE 3333\nENTRYPOINT ["node", "dist/bin.js"]\n'
    const service = await serviceOf({ ...server, Dockerfile })
    expect([said(service.framework), said(service.port), service.workload.value]).toEqual(['express 5', 3333, 'http'])
  })

  it('is one where it only listens', async () => {
    const code = `import express from 'express'\nexport const start = () => express().listen(3333)\n`
    expect(said((await serviceOf({ ...server, 'src/server.ts': code })).port)).toBe(3333)
  })

  it('is one that has such a mode as well, and is about something else', async () => {
    const other = (server['package.json'] ?? '').replaceAll('acme-mcp', 'acme')
    expect(said((await serviceOf({ ...server, 'package.json': other })).port)).toBe(3333)
  })
})

describe('a file that exports types among other names', () => {
  const server = `import express from 'express'\nexport class Server { start() { express().listen(3000) } }\nexport type A = 1\nexport type B = 2\nexport type C = 3\n`
  const library: Files = {
    'package.json': manifest({ dependencies: { express: '5' }, main: 'dist/index.js', scripts: { build: 'tsc' } }),
    'src/index.ts': `export {\n  type A,\n  type B,\n  Server,\n  type C,\n} from './server.js'\n`,
    'src/server.ts': server,
  }

  it('starts nothing', async () => {
    expect((await factsOf(library)).services).toEqual([])
  })

  it('hands on the names behind the types', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node dist/main.js' } }),
      'src/main.ts': `import express from 'express'\nimport { WHERE } from './settings/index.js'\nexpress().listen(WHERE)\n`,
      'src/settings/index.ts': `export {\n  type A,\n  type B,\n  type C,\n  WHERE,\n} from './all.js'\n`,
      'src/settings/all.ts': `export type A = 1\nexport type B = 2\nexport type C = 3\nexport const WHERE = 3501\n`,
    })
    expect(said(service.port)).toBe(3501)
  })

  it('hands on what is called type itself', async () => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node dist/main.js' } }),
      'src/main.ts': `import express from 'express'\nimport { WHERE } from './settings.js'\nexpress().listen(WHERE)\n`,
      'src/settings.ts': `const type = 3502\nexport { type as WHERE }\n`,
    })
    expect(said(service.port)).toBe(3502)
  })
})

describe('a program that stays connected to a chat', () => {
  const cases: readonly (readonly [string, Files])[] = [
    [
      'as a class of its own that is a client',
      {
        'src/index.ts': `import Own from './client'\nexport const client = new Own()\n`,
        'src/client.ts': `import { Client } from 'discord.js'\nexport default class Own extends Client {\n  constructor() {\n    super()\n    this.login(process.env.TOKEN)\n  }\n}\n`,
      },
    ],
    [
      'with a client of another file',
      {
        'src/index.ts': `import { client } from './client'\nclient.login(process.env.TOKEN)\n`,
        'src/client.ts': `import { Client } from 'discord.js'\nexport const client = new Client({})\n`,
      },
    ],
    [
      'in several processes',
      {
        'src/index.ts': `import { ShardingManager } from 'discord.js'\nconst manager = new ShardingManager('./dist/bot.js')\nmanager.spawn()\n`,
      },
    ],
  ]
  const root = manifest({
    main: 'index.js',
    scripts: { start: 'node dist/index.js' },
    dependencies: { 'discord.js': '14' },
  })

  it.each(cases)('is a worker %s', async (_, files) => {
    const service = await serviceOf({ 'package.json': root, ...files })
    expect([service.workload.value, said(service.entry)]).toEqual(['worker', 'src/index.ts'])
  })

  it('is none where another client connects', async () => {
    const { services } = await factsOf({
      'package.json': root,
      'src/index.ts': `import { client } from './database'\nimport { title } from './title'\nclient.connect().then(() => client.query(title('a')))\n`,
      'src/database.ts': `import pg from 'pg'\nexport const client = new pg.Client()\n`,
      'src/title.ts': `import { EmbedBuilder } from 'discord.js'\nexport const title = (text: string) => new EmbedBuilder({ title: text })\n`,
    })
    expect(services).toEqual([])
  })
})

describe('a published library for browsers', () => {
  const library = (fields: object, more: Files = {}): Files => ({
    'lib/comets/package.json': manifest({
      name: 'comets',
      main: 'src/comets.js',
      browser: 'dist/comets.js',
      ...fields,
    }),
    'lib/comets/src/comets.js': `const tails = require('./tails')\nmodule.exports = { tails }\n`,
    'lib/comets/src/tails.js': 'module.exports = 2\n',
    'lib/comets/tools/show.js': `const http = require('http')\nhttp.createServer((req, res) => res.end('comets')).listen(8500)\n`,
    ...more,
  })
  const serve = { serve: 'node tools/show.js' }

  it('is no service for the server that shows it to its developers', async () => {
    const { services, nonServices } = await factsOf(library({ scripts: serve }))
    expect([services, nonServices.map(({ path, reason }) => [path, reason])]).toEqual([
      [],
      [['lib/comets', 'a library']],
    ])
  })

  it.each([
    ['it has a script that starts the server', library({ scripts: { start: serve.serve } })],
    ['it is private', library({ scripts: serve, private: true })],
    ['no field says that bundlers take it', library({ scripts: serve, browser: undefined })],
    [
      'what it exports leads to the server',
      library({ scripts: serve }, { 'lib/comets/src/tails.js': `require('../tools/show')\n` }),
    ],
  ])('is a service where %s', async (_, files) => {
    expect(said((await serviceOf(files)).port)).toBe(8500)
  })
})
