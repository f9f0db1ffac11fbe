import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli } from '../support/cli.ts'
import { checkout, commitAll, git, temporaryFolder } from '../support/repository.ts'
import { online } from './managers.ts'
import { serve, type Served } from './served.ts'

/** Services that get the module from the program itself, are installed frozen, built and started. */
interface Case {
  readonly name: string
  readonly make: () => string
  readonly start: readonly string[]
  /** How the framework writes the template of a mounted route. */
  readonly template: string
  /** How many lines `GET /told` writes: where the service logs in it, the service's own as well. */
  readonly told: number
  /** A program whose logger does not write to stdout, and that is asked for `/hall`. */
  readonly elsewhere?: string
}

const EXPRESS_ROUTES = `
const lockers = express.Router({ mergeParams: true })
lockers.get('/lockers/:locker', (request, response) => { response.json({ locker: request.params.locker }) })
app.use('/halls/:hall', lockers)
app.get('/slow', async (request, response) => { await new Promise(resolve => setTimeout(resolve, 1200)); response.json({ done: true }) })
app.get('/boom', async () => { throw new Error('a secret of the inside') })
app.post('/echo', (request, response) => { response.json(request.body) })
app.get('/last', (request, response) => { response.on('close', () => process.exit(3)); response.end() })
`
const FASTIFY_ROUTES = `
  app.register(async hall => { hall.get('/lockers/:locker', async () => ({ ok: true })) }, { prefix: '/halls/:hall' })
  app.get('/slow', async () => { await new Promise(resolve => setTimeout(resolve, 1200)); return { done: true } })
  app.get('/boom', async () => { throw new Error('a secret of the inside') })
  app.get('/told', async request => { request.log.info({ account: { password: 'hunter2' } }, 'request completed'); return {} })
  app.post('/echo', async request => request.body)
  app.get('/last', (_request, reply) => { reply.raw.on('close', () => process.exit(3)); void reply.send() })
  app.addHook('onRequest', async (request, reply) => { if (request.headers['x-forbidden']) return reply.code(401).send() })
  return app`

function written(files: Readonly<Record<string, string>>): string {
  const dir = path.join(temporaryFolder(), 'cloakroom')
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true })
    writeFileSync(path.join(dir, file), text)
  }
  git(dir, 'init', '-q', '-b', 'main')
  return dir
}

function manifest(express: string, type: string, main = 'server.js', devDependencies = {}): string {
  const data = {
    name: 'cloakroom',
    version: '1.0.0',
    private: true,
    type,
    scripts: { start: `node ${main}` },
    dependencies: { express },
    devDependencies,
  }
  return `${JSON.stringify(data, null, 2)}\n`
}

const CASES: readonly Case[] = [
  {
    name: 'Express 5, one ECMAScript module',
    make: () =>
      written({
        'package.json': manifest('^5.1.0', 'module'),
        'server.js': `import express from 'express'\nconst app = express()\napp.use(express.json())\n${EXPRESS_ROUTES}app.listen(Number(process.env.PORT), process.env.HOST)\n`,
      }),
    start: ['server.js'],
    template: '/halls/:id/lockers/:locker',
    told: 1,
  },
  {
    name: 'Express 4, CommonJS, the server in another file',
    make: () =>
      written({
        'package.json': manifest('^4.21.0', 'commonjs'),
        'server.js':
          "const http = require('http')\nconst app = require('./app')\n\nhttp.createServer(app).listen(Number(process.env.PORT), process.env.HOST)\n",
        'app.js': `const express = require('express')\n\nconst app = express()\napp.use(express.json())\n${EXPRESS_ROUTES}\nmodule.exports = app\n`,
      }),
    start: ['server.js'],
    template: '/halls/:id/lockers/:locker',
    told: 1,
  },
  {
    name: 'Express 4, TypeScript to CommonJS, an application in a class',
    make: () =>
      written({
        'package.json': manifest('^4.21.0', 'commonjs', 'dist/main.js', {
          '@types/express': '^4.17.21',
          '@types/node': '^20.19.0',
          typescript: '~5.9.3',
        }),
        'tsconfig.json': `{ "compilerOptions": { "target": "ES2022", "module": "commonjs", "strict": true, "noUnusedLocals": true, "rootDir": "src", "outDir": "dist" }, "include": ["src"] }\n`,
        'src/main.ts': `import * as express from 'express'\n\nclass Server {\n  app: express.Application\n\n  constructor() {\n    this.app = express()\n    const { app } = this\n    app.use(express.json())\n${EXPRESS_ROUTES}  }\n}\n\nnew Server().app.listen(Number(process.env.PORT), process.env.HOST ?? '')\n`,
      }),
    start: ['dist/main.js'],
    template: '/halls/:id/lockers/:locker',
    told: 1,
  },
  {
    name: 'Fastify 5, TypeScript, with PostgreSQL and Redis',
    make: () => {
      const dir = checkout('fastify-pg-redis')
      const file = path.join(dir, 'src/app.ts')
      writeFileSync(
        file,
        readFileSync(file, 'utf8')
          .replace('Fastify(options)', 'Fastify()')
          .replace('options: FastifyServerOptions = {}', '')
          .replace(', type FastifyServerOptions', '')
          .replace('\n  return app', FASTIFY_ROUTES),
      )
      return dir
    },
    start: ['dist/server.js'],
    template: '/halls/:hall/lockers/:locker',
    told: 2,
    elsewhere: `
import Fastify from 'fastify'
import { harden, logging } from './dist/prod-ready.js'
const app = Fastify({ logger: { ...logging, stream: { write: line => process.stderr.write(line) } } })
harden(app)
app.get('/hall', async () => ({}))
await app.inject('/hall?token=hunter2')
process.exit(0)
`,
  },
]

const ALL = ['health', 'metrics', 'logging', 'correlation-id', 'error-handling', 'headers']

describe.each(CASES)('$name', ({ make, start, template, told, elsewhere }) => {
  let dir = ''
  let service: Served
  let environment = {}
  const needs = [net.createServer(), net.createServer()]
  const run = (program: string, ...args: readonly string[]): void => {
    const done = spawnSync(program, args, { cwd: dir, encoding: 'utf8', timeout: 300_000 })
    if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${done.stdout}${done.stderr}`)
  }

  beforeAll(async () => {
    for (const need of needs) await new Promise<void>(resolve => need.listen(0, '127.0.0.1', resolve))
    const [database, cache] = needs.map(need => (need.address() as net.AddressInfo).port)
    dir = make()
    run('npm', 'install', '--package-lock-only', '--no-audit', '--no-fund')
    commitAll(dir, 'feat: a service')
    const added = cli(dir, ['add', ...ALL, '--yes', '--install'], online)
    expect([added.code, added.err]).toEqual([0, expect.any(String)])
    commitAll(dir, 'feat: production')
    run('npm', 'ci', '--no-audit', '--no-fund')
    if (start[0]?.startsWith('dist/')) run('npx', '--no-install', 'tsc')
    environment = {
      DATABASE_URL: `postgres://seats:secret@127.0.0.1:${database ?? 0}/seats`,
      REDIS_URL: `redis://127.0.0.1:${cache ?? 0}`,
      SHUTDOWN_DELAY_MS: '600',
      BODY_LIMIT: '2000',
    }
    service = await serve(dir, start, environment, '/health')
  }, 600_000)

  afterAll(() => {
    ;(service as Served | undefined)?.child.kill('SIGKILL')
    for (const need of needs) need.close()
  })

  it('lives and is ready, and neither is kept by a cache', async () => {
    for (const at of ['/health', '/ready']) {
      const { status, headers } = await service.ask(at)
      expect([status, headers['cache-control']]).toEqual([200, 'no-store'])
    }
  })

  it('gives an identifier back, and makes one where the client’s could do harm', async () => {
    const given = await service.ask('/nowhere', { headers: { 'x-request-id': 'ticket-7' } })
    expect(given.headers['x-request-id']).toBe('ticket-7')
    const bad = await service.ask('/nowhere', { headers: { 'x-request-id': 'a b\u00e9' } })
    expect(bad.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
  })

  it('answers what fails in one form, with the identifier and without the cause', async () => {
    const headers = { 'x-request-id': 'ticket-8', 'content-type': 'application/json' }
    const asked: readonly (readonly [string, object, number, string])[] = [
      ['/nowhere', {}, 404, 'not_found'],
      ['/boom', {}, 500, 'internal_error'],
      ['/echo', { method: 'POST', body: '{"a":' }, 400, 'bad_request'],
      ['/echo', { method: 'POST', body: JSON.stringify({ a: 'x'.repeat(3000) }) }, 413, 'payload_too_large'],
    ]
    for (const [at, options, status, error] of asked) {
      const answer = await service.ask(at, { headers, ...options })
      expect([at, answer.status]).toEqual([at, status])
      expect(JSON.parse(answer.body)).toMatchObject({
        error: expect.stringMatching(error) as unknown,
        requestId: 'ticket-8',
      })
      expect(answer.body).not.toContain('secret')
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
    }
    expect((await service.ask('/health')).status).toBe(200)
  })

  it('refuses a body without a length that grows too large, and goes on', async () => {
    const answer = await service.ask('/echo', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      body: JSON.stringify({ a: 'x'.repeat(200_000) }),
    })
    expect(answer.status).toBe(413)
    expect((await service.ask('/health')).status).toBe(200)
  })

  it('sends the headers that browsers look for', async () => {
    const { headers } = await service.ask('/nowhere')
    for (const name of ['strict-transport-security', 'content-security-policy', 'x-frame-options', 'referrer-policy'])
      expect(headers[name]).toBeTruthy()
    expect(headers['x-powered-by']).toBeUndefined()
  })

  it('counts by template: labels do not grow with what clients ask for', async () => {
    for (let i = 0; i < 30; i++) {
      await service.ask(`/halls/${i}/lockers/${i}`)
      await service.ask(`/nowhere/${i}`)
    }
    await service.ask('/nowhere', { method: 'PROPFIND' })
    await service.ask('/echo', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    const { body } = await service.ask('/metrics')
    const counted = body.split('\n').filter(line => line.startsWith('http_request_duration_seconds_count'))
    expect(counted.find(line => line.includes(`route="${template}"`))).toMatch(/method="GET".*status="200".* 30$/)
    const routes = new Set(counted.map(line => /route="([^"]*)"/.exec(line)?.[1]))
    expect([...routes].sort()).toEqual(['/boom', '/echo', template, 'unmatched'].sort())
    expect(counted.some(line => line.includes('method="other"'))).toBe(true)
    expect(body).toMatch(/^http_requests_in_flight 0$/m)
    expect(body).toMatch(/^process_cpu_seconds_total /m)
    expect(body).toMatch(/le="0.25",/)
  })

  it('writes JSON with the identifier, and nothing about probes', async () => {
    await service.ask('/boom?token=hunter2', {
      headers: { 'x-request-id': 'ticket-9', authorization: 'Bearer hunter2' },
    })
    await service.ask('/told', { headers: { 'x-request-id': 'ticket-11' } })
    await sleep(50)
    const lines = service
      .output()
      .split('\n')
      .filter(line => line.startsWith('{'))
    expect(lines.filter(line => line.includes('ticket-9')).length).toBeGreaterThan(0)
    const of11 = lines.filter(line => line.includes('ticket-11'))
    expect([of11.length, of11.filter(line => line.includes('"password":"[redacted]"')).length]).toEqual([
      told,
      told - 1,
    ])
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({
        level: expect.any(String) as unknown,
        time: expect.any(String) as unknown,
      })
    expect(service.output()).not.toMatch(/hunter2|"\/health"|"\/ready"|"\/metrics"/)
  })

  it('writes one line for a request: who asked for what, and how it ended', async () => {
    await service.ask('/halls/3/lockers/4?token=hunter2', { headers: { 'x-request-id': 'ticket-10' } })
    await sleep(50)
    const [line = '', ...more] = service
      .output()
      .split('\n')
      .filter(line => line.includes('ticket-10'))
    expect(more).toEqual([])
    for (const said of ['"GET"', '"/halls/3/lockers/4"', /"status(?:Code)?":200\b/, /"(?:durationMs|responseTime)":\d/])
      expect(line).toMatch(said)
  })

  if (elsewhere !== undefined)
    it('leaves the lines to a logger that writes somewhere else', () => {
      const { stdout, stderr } = spawnSync('node', ['--input-type=module', '--eval', elsewhere], {
        cwd: dir,
        encoding: 'utf8',
        env: { ...process.env, ...environment },
      })
      const lines = stderr
        .split('\n')
        .filter(line => line.includes('"msg":"incoming request"') || line.includes('"/hall"'))
      expect([stdout, lines.length, stderr.match(/"msg":"request completed"/g)]).toEqual([
        '',
        1,
        ['"msg":"request completed"'],
      ])
      expect(stderr).not.toContain('hunter2')
    })

  it('ends in order: first not ready, then what is open is finished, then nothing is left', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const idle = new http.Agent({ keepAlive: true })
    await service.ask('/health', { agent: idle })
    await service.ask('/health', { agent })
    const raw = net.connect(service.port, '127.0.0.1')
    raw.on('error', () => undefined)
    const slow = service.ask('/slow', { agent })
    await sleep(200)
    const asked = Date.now()
    service.child.kill('SIGTERM')
    service.child.kill('SIGTERM')
    await sleep(200)
    expect((await service.ask('/ready')).status).toBe(503)
    expect((await service.ask('/health')).status).toBe(200)
    const done = await slow
    expect([done.status, done.headers.connection]).toEqual([200, 'close'])
    expect(await service.ended).toBe(0)
    expect(Date.now() - asked).toBeLessThan(4000)
    raw.destroy()
    agent.destroy()
    idle.destroy()
  })

  it('has written what it has logged when the process ends in the same moment', async () => {
    const other = await serve(dir, start, environment, '/health')
    await other.ask('/last').catch(() => undefined)
    expect(await other.ended).toBe(3)
    expect(other.output()).toContain('"/last"')
  })
})
