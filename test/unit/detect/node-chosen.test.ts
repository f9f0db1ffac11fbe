import { describe, expect, it } from 'vitest'
import { all, factsOf, manifest, said, serviceOf, type Files } from './read.ts'

describe('a server that a setting chooses by its name', () => {
  const program = (settings: string, code: string, dependencies: object = { redis: '5' }): Files => ({
    'package.json': manifest({ dependencies: { express: '5', ...dependencies }, scripts: { start: 'node index.js' } }),
    'index.js': `import express from 'express'\nimport settings from './settings.js'\nimport './store.js'\nexpress().listen(3000)\n`,
    'settings.js': settings,
    'store.js': `import settings from './settings.js'\nimport { createClient } from 'redis'\n${code}\n`,
  })
  const needed = async (settings: string, code: string): Promise<readonly (boolean | undefined)[]> =>
    (await serviceOf(program(settings, code))).cache.map(({ optional }) => optional)
  const settings = (usual: string): string => `const env = process.env\nexport default { store: env.STORE ${usual} }\n`
  const code = `export const store = settings.store === 'redis' ? createClient() : new Map()`

  it.each([
    ['where another one is usual', settings(`|| 'memory'`), code],
    ['where nothing is', settings(''), code],
    [
      'where a switch chooses',
      settings(`?? 'memory'`),
      `switch (settings.store) {\n  case 'redis':\n    createClient()\n}`,
    ],
  ])('is optional %s', async (_, given, written) => {
    expect(await needed(given, written)).toEqual([true])
  })

  it.each([
    ['where it is the usual one', settings(`|| 'redis'`), code],
    ['where nobody knows what is compared', settings(''), `export const is = name => name === 'redis'\ncreateClient()`],
    ['where only a comment does', settings(''), `// settings.store === 'redis'\ncreateClient()`],
  ])('is needed %s', async (_, given, written) => {
    expect(await needed(given, written)).toEqual([false])
  })

  it.each([
    [
      'postgres',
      [
        ['mysql', true],
        ['postgres', false],
      ],
    ],
    [
      'files',
      [
        ['mysql', false],
        ['postgres', false],
      ],
    ],
  ])('leaves one database needed: the usual one is %s', async (usual, databases) => {
    const written = `if (settings.store === 'mysql') createClient()`
    const service = await serviceOf(program(settings(`|| '${usual}'`), written, { mysql2: '3', pg: '8' }))
    expect(service.databases.map(({ value, optional }) => [value, optional])).toEqual(databases)
  })

  it.each([
    ['@google-cloud/pubsub', 'PubSub', 'gcp-pubsub'],
    ['kafkajs', 'Kafka', 'kafka'],
  ])('is optional where a switch for queues guards it: %s', async (client, made, queue) => {
    const written = `import { ${made} } from '${client}'\nif (process.env.USE_MQ === 'true') new ${made}()`
    const service = await serviceOf(program(settings(''), written, { [client]: '2' }))
    expect(service.queues.map(({ value, optional }) => [value, optional])).toEqual([[queue, true]])
  })
})

describe('a program with defaults for what it is given', () => {
  it.each([
    'Object.assign({}, { port: given.port || process.env.PORT || 4000 }, given)',
    'merge({ port: 4000 }, given)',
  ])('listens on the port of its defaults: %s', async merged => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node server.js' } }),
      'server.js': `const make = require('./lib')\nmake({})\n`,
      'lib.js': `const express = require('express')\nconst merge = require('deepmerge')\nmodule.exports = given => {\n  const options = ${merged}\n  express().listen(options, () => log('there'))\n}\nfunction log() {\n  console.log.apply(console, arguments)\n}\n`,
    })
    expect([said(service.port), said(service.logging)]).toEqual([4000, 'console'])
  })

  it('writes with the logger that it has', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { express: '5', '@logtape/logtape': '2' },
        scripts: { start: 'node server.js' },
      }),
      'server.js': `import express from 'express'\nimport { getLogger } from '@logtape/logtape'\nexpress().listen(3000, () => console.log('there'))\n`,
    })
    expect([said(service.logging), all(service.databases)]).toEqual(['logtape', []])
  })
})

it.each(['const env = process.env', 'const { env } = process'])(
  'the variable of a port is known where the file gives its variables another name: %s',
  async named => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node server.js' } }),
      'server.js': `import express from 'express'\n${named}\nexpress().listen(env.APP_PORT || 3100)\n`,
    })
    expect([said(service.port), said(service.portVariable)]).toEqual([3100, 'APP_PORT'])
  },
)

describe('a client of a cache that is declared', () => {
  const declared = (code: string): Files => ({
    'package.json': manifest({
      dependencies: { express: '5', ioredis: '5', bullmq: '5' },
      scripts: { start: 'node server.js' },
    }),
    'server.js': `import express from 'express'\nexpress().listen(3000)\n${code}\n`,
  })
  const needed = async (code: string): Promise<readonly (readonly [string, boolean | undefined])[]> => {
    const { cache, queues } = await serviceOf(declared(code))
    return [...cache, ...queues].map(({ value, optional }) => [value, optional])
  }

  it.each(['', '// storage: new RedisStorage(new Redis())'])('is optional where no code uses it: %s', async code => {
    expect(await needed(code)).toEqual([
      ['redis', true],
      ['bullmq', true],
    ])
  })

  it.each([`export const address = 'redis://cache'`, `export const address = process.env.REDIS_URL`])(
    'is needed where the code speaks of it: %s',
    async code => {
      expect(await needed(code)).toEqual([
        ['redis', false],
        ['bullmq', true],
      ])
    },
  )
})

it.each([
  ['bee-queue', 'bull'],
  ['rsmq', 'redis'],
])('a client whose name says nothing of what it talks to is used where code imports it: %s', async (client, queue) => {
  const { cache, queues } = await serviceOf({
    'package.json': manifest({
      dependencies: { express: '5', [client]: '1' },
      scripts: { start: 'node server.js' },
    }),
    'server.js': `import express from 'express'\nimport Queue from '${client}'\nnew Queue('x')\nexpress().listen(3000)\n`,
  })
  expect([...cache, ...queues].map(({ value, optional }) => [value, optional])).toEqual([
    ['redis', false],
    [queue, false],
  ])
})

describe('a program that Deno or an image runs', () => {
  it('begins with the file that deno is given', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { hono: '4' },
        scripts: { start: 'deno run -A --import-map map.json src/serve.ts', dev: 'deno run --watch src/index.ts' },
      }),
      'src/index.ts': `import { Hono } from 'hono'\nexport const app = new Hono()\n`,
      'src/serve.ts': `import { app } from './index'\nDeno.serve({ port: 3000 }, app.fetch)\n`,
    })
    expect([said(service.entry), said(service.startScript), said(service.port)]).toEqual([
      'src/serve.ts',
      'start',
      3000,
    ])
  })

  it('begins with what the image runs where the start script is for developers', async () => {
    const service = await serviceOf({
      'package.json': manifest({
        dependencies: { express: '5' },
        scripts: { start: 'vite-node --watch ./start.ts', build: 'vite build --ssr ./index.ts' },
      }),
      'index.ts': `import express from 'express'\nexport const listen = () => express().listen(3000)\nif (process.env.SERVICE) listen()\n`,
      'start.ts': `import { listen } from './index'\nlisten()\n`,
      Dockerfile: 'FROM node:24\nCOPY ./dist .\nCMD ["node", "index.js"]\n',
    })
    expect([said(service.entry), said(service.startScript)]).toEqual(['index.ts', undefined])
  })
})

describe('a folder that is called an example', () => {
  const files: Files = {
    'web-example/package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node index.js' } }),
    'web-example/index.js': `import express from 'express'\nexpress().listen(3000)\n`,
  }

  it('holds the service of a repository with nothing else', async () => {
    expect((await serviceOf(files)).path).toBe('web-example')
  })

  it.each([
    ['package.json', manifest({ name: 'library', main: 'index.js' })],
    ['Cargo.toml', '[package]\nname = "library"\nversion = "1.0.0"\n'],
    ['go.mod', 'module example.com/library\n'],
  ])('holds none beside %s', async (name, text) => {
    expect((await factsOf({ ...files, [name]: text })).services).toEqual([])
  })
})

it.each([
  ['`enabled` of its settings', `if (!config.search || !config.search.elasticsearch.enabled) stop()`, true],
  ['an aspect of it that is', `if (config.elasticsearch.tls.enabled) secure()`, false],
  ['nothing that asks', `log(config.elasticsearch.enabled)`, false],
])('a database is optional where the code asks for it by %s', async (_, code, optional) => {
  const service = await serviceOf({
    'package.json': manifest({
      dependencies: { express: '5', '@elastic/elasticsearch': '9' },
      scripts: { start: 'node index.js' },
    }),
    'index.js': `import express from 'express'\nimport { Client } from '@elastic/elasticsearch'\nimport config from './config.js'\n${code}\nexpress().listen(3000)\n`,
    'config.js': `export default JSON.parse(read())\n`,
  })
  expect(service.databases.map(need => [need.value, need.optional])).toEqual([['elasticsearch', optional]])
})

it.each([
  ['nodemon.json', { 'nodemon.json': '{ "watch": ["src"], "exec": "ts-node ./source/serve.ts" }\n' }, {}],
  ['package.json', {}, { nodemonConfig: { exec: 'NODE_ENV=development tsx source/serve.ts' } }],
] as readonly (readonly [string, Files, object])[])(
  'a program begins with the file that nodemon runs by its settings in %s',
  async (_, files, fields) => {
    const service = await serviceOf({
      'package.json': manifest({ dependencies: { express: '5' }, scripts: { dev: 'nodemon' }, ...fields }),
      'source/serve.ts': `import express from 'express'\nexpress().listen(3000)\n`,
      'src/index.ts': `export const unrelated = 1\n`,
      ...files,
    })
    expect(said(service.entry)).toBe('source/serve.ts')
  },
)
