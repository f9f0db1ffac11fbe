import { describe, expect, it } from 'vitest'
import { manifest, said, serviceOf, type Files } from './read.ts'

const start = { scripts: { start: 'node index.js' }, dependencies: { express: '5' } }
const program = (files: Files, type = 'module'): Files => ({ 'package.json': manifest({ ...start, type }), ...files })

describe('a port that another file of the program hands over', () => {
  it.each<readonly [string, Files, number]>([
    [
      'to a function',
      {
        'server.js': `import express from 'express'\nexport function serve(log, port) { express().listen(port) }\n`,
        'index.js': `import { serve } from './server.js'\nserve(console, Number(process.env.PORT ?? 3701))\n`,
      },
      3701,
    ],
    [
      'to a function that is exported again, under another name',
      {
        'lib/index.js': `export { serve as open } from './server.js'\n`,
        'lib/server.js': `import express from 'express'\nexport const serve = port => express().listen(port)\n`,
        'index.js': `import * as lib from './lib/index.js'\nlib.open(3702)\n`,
      },
      3702,
    ],
    [
      'to the constructor that keeps it',
      {
        'app.js': `import express from 'express'\nexport default class App {\n  constructor(routes, number) { this.port = number }\n  open() { express().listen(this.port) }\n}\n`,
        'index.js': `import App from './app.js'\nnew App([], 3703).open()\n`,
      },
      3703,
    ],
    [
      'to the class whose field begins with it',
      {
        'index.js': `import express from 'express'\nclass App {\n  port = Number(process.env.PORT ?? 3705)\n  open() { express().listen(this.port) }\n}\nnew App().open()\n`,
      },
      3705,
    ],
    [
      'to the settings, where another server has a port and an account',
      {
        'settings.js': `let kept = null\nexport const read = env => {\n  const store = { user: env.DB_USER, password: env.DB_PASSWORD, port: 5432 }\n  kept = { store, port: env.PORT || 3706 }\n}\nread(process.env)\nexport default function settings() { return kept }\n`,
        'index.js': `import express from 'express'\nimport settings from './settings.js'\nexpress().listen(settings().port)\n`,
      },
      3706,
    ],
    [
      'in place of the default of the function',
      {
        'server.js': `import express from 'express'\nexport const serve = (port = 3000) => express().listen(port)\n`,
        'index.js': `import { serve } from './server.js'\nserve(3704)\n`,
      },
      3704,
    ],
  ])('is known: %s', async (_, files, port) => {
    const service = await serviceOf(program(files))
    expect([said(service.port), service.port?.certainty]).toEqual([port, 'certain'])
  })

  it.each([
    [
      'a module that is a function',
      `module.exports = (app, port) => app.listen(port)\n`,
      `require('./serve')(app, 3711)`,
    ],
    [
      'a function of a module',
      `module.exports = { serve: (app, port) => app.listen(port) }\n`,
      `require('./serve').serve(app, 3711)`,
    ],
    [
      'one that is listed by name',
      `function serve(app, port) { app.listen(port) }\nmodule.exports = { serve }\n`,
      `const { serve } = require('./serve')\nserve(app, 3711)`,
    ],
  ])('is known in CommonJS: %s', async (_, serve, call) => {
    const files = { 'serve.js': serve, 'index.js': `const app = require('express')()\n${call}\n` }
    expect(said((await serviceOf(program(files, 'commonjs'))).port)).toBe(3711)
  })

  it('a parameter that the constructor declares as a property counts as well', async () => {
    const service = await serviceOf({
      'package.json': manifest({ ...start, scripts: { start: 'tsx index.ts' } }),
      'app.ts': `import express from 'express'\nexport class App {\n  constructor(private readonly port: number) {}\n  open() { express().listen(this.port) }\n}\n`,
      'index.ts': `import { App } from './app'\nnew App(3712).open()\n`,
    })
    expect(said(service.port)).toBe(3712)
  })

  it('says nothing of a function of the same name in another file', async () => {
    const service = await serviceOf(
      program({
        'server.js': `import express from 'express'\nexport function serve(port) { express().listen(port) }\n`,
        'other.js': `export function serve(port) { return port }\n`,
        'index.js': `import { serve } from './other.js'\nimport { serve as open } from './server.js'\nserve(3713)\nopen(given())\n`,
      }),
    )
    expect(said(service.port)).toBeUndefined()
  })
})

describe('a server that only answers how a program is', () => {
  const server = (more = ''): string =>
    `import { createServer } from 'node:http'\nexport const answer = port => createServer((request, response) => {\n  if (request.url === '/healthz') return response.end('well')\n${more}  response.writeHead(404).end()\n}).listen(port)\n`
  const worker = (more?: string): Files => ({
    'package.json': manifest({ scripts: { start: 'node index.js' }, type: 'module', dependencies: { bullmq: '5' } }),
    'health.js': server(more),
    'index.js': `import { Worker } from 'bullmq'\nimport { answer } from './health.js'\nnew Worker('labels', async job => job.data)\nanswer(Number(process.env.HEALTH_PORT ?? 3721))\n`,
  })

  it('makes no service for requests of what takes messages', async () => {
    const service = await serviceOf(worker())
    expect([said(service.workload), said(service.port), service.healthPaths.map(path => path.value)]).toEqual([
      'worker',
      3721,
      ['/healthz'],
    ])
  })

  it.each([
    [`another path`, `  if (request.url === '/orders') return response.end('[]')\n`],
    [
      `paths that are told apart in another way`,
      `  switch (request.url) { case '/orders': return response.end('[]') }\n`,
    ],
    [`whatever begins with a path`, `  if (request.url.startsWith('/orders/')) return response.end('[]')\n`],
  ])('it is one where it answers %s', async (_, more) => {
    expect(said((await serviceOf(worker(more))).workload)).toBe('http')
  })

  it('it is one where nobody knows what it answers', async () => {
    const plain = `import { createServer } from 'node:http'\nexport const answer = port => createServer((_, response) => response.end('x')).listen(port)\n`
    expect(said((await serviceOf({ ...worker(), 'health.js': plain })).workload)).toBe('http')
  })

  it('it is one where nothing takes messages', async () => {
    const files = { ...worker(), 'index.js': `import { answer } from './health.js'\nanswer(3722)\n` }
    expect(said((await serviceOf(files)).workload)).toBe('http')
  })
})
