import { describe, expect, it } from 'vitest'
import { all, manifest, said, serviceOf, type Files } from './read.ts'

const api = (files: Files, more: object = {}): Files => ({
  'package.json': manifest({ dependencies: { express: '5' }, scripts: { start: 'node index.js' }, ...more }),
  ...files,
})

/** @returns the paths that a probe may ask */
async function pathsOf(files: Files): Promise<readonly string[]> {
  return all((await serviceOf(files)).healthPaths)
}

describe('the path of a health check', () => {
  it.each([
    ['a constant of the file', `const PATHS = { well: '/healthz' }\n`, 'PATHS.well'],
    ['a name of its own', `const WELL = '/healthz'\n`, 'WELL'],
  ])('may be %s', async (_, constant, name) => {
    const code = `${constant}const app = require('express')().get(${name}, (req, res) => res.end())\napp.listen(4100)\n`
    expect(await pathsOf(api({ 'index.js': code }))).toEqual(['/healthz'])
  })

  it('is none where a constant is only asked for', async () => {
    const code = `const WELL = '/healthz'\nconst app = require('express')()\ncache.get(WELL)\napp.listen(4100)\n`
    expect(await pathsOf(api({ 'index.js': code }))).toEqual([])
  })

  it.each<readonly [string, readonly string[]]>([
    ["get('v1/ping', async () => ({}))", ['/v1/ping']],
    ["get('ping', () => ({}))", []],
    ["get('v1/ping', false)", []],
  ])('may lack the slash in front where a function answers: %s', async (call, paths) => {
    const code = `const router = make()\nrouter.${call}\nrequire('express')().use(router).listen(4100)\n`
    expect(await pathsOf(api({ 'index.js': code }))).toEqual(paths)
  })

  const table = (entry: string): Files =>
    api({
      'index.js': `const app = require('express')()\nfor (const [key, it] of Object.entries(require('./routes'))) add(app, key, it)\napp.listen(4100)\n`,
      'routes.js': `module.exports = {\n  ${entry},\n}\n`,
    })

  it.each([
    "'GET /v1/ping': { controller: answer }",
    "'get /v1/ping': answer",
    "'all /v1/ping': (req, res) => res.end()",
  ])('may be a key of a table of routes: %s', async entry => {
    expect(await pathsOf(table(entry))).toEqual(['/v1/ping'])
  })

  it.each(["'GET /v1/ping': 'Tells that the service is there'", "'ask /v1/ping': answer"])(
    'is none where a key only describes it: %s',
    async entry => {
      expect(await pathsOf(table(entry))).toEqual([])
    },
  )
})

describe('the path that a platform asks', () => {
  const code: Files = { 'index.js': `require('express')().listen(4100)\n` }

  it.each<readonly [string, string]>([
    ['railway.json', '{ "deploy": { "healthcheckPath": "/up" } }'],
    ['railway.toml', '[deploy]\nhealthcheckPath = "/up"\n'],
    ['fly.toml', '[[http_service.checks]]\nmethod = "GET"\npath = "/up"\n'],
    ['fly.toml', '[[services]]\n[[services.http_checks]]\npath = "/up"\n'],
    ['fly.toml', '[checks.alive]\ntype = "http"\npath = "/up"\n'],
    ['render.yaml', 'services:\n  - type: web\n    healthCheckPath: /up\n'],
  ])('is the health check where the code names none: %s', async (name, content) => {
    expect(await pathsOf(api({ ...code, [name]: content }))).toEqual(['/up'])
  })

  it.each<readonly [string, string]>([
    ['fly.toml', '[checks.alive]\ntype = "tcp"\n'],
    ['render.yaml', 'services:\n  - type: web\n    healthCheckPath: /a\n  - type: web\n    healthCheckPath: /b\n'],
    ['railway.json', '{ "deploy": { "healthcheckPath": 7 } }'],
    ['railway.json', '{ "deploy": '],
  ])('is not known where the file does not tell: %s %s', async (name, content) => {
    expect(await pathsOf(api({ ...code, [name]: content }))).toEqual([])
  })

  const workspace = (script: string): Files => ({
    'package.json': manifest({ name: 'root', private: true, workspaces: ['apps/*'], scripts: { up: script } }),
    'railway.json': '{ "deploy": { "startCommand": "pnpm up", "healthcheckPath": "/up" } }',
    'apps/api/package.json': manifest({
      name: '@acme/api',
      dependencies: { express: '5' },
      scripts: { start: 'node index.js' },
    }),
    'apps/api/index.js': `require('express')().listen(4100)\n`,
  })

  it('is that of the member which the platform starts', async () => {
    expect(await pathsOf(workspace('pnpm --filter @acme/api start'))).toEqual(['/up'])
    expect(await pathsOf(workspace('pnpm --filter @acme/web start'))).toEqual([])
  })
})

describe('a route of TanStack Start', () => {
  const site = (text: string): Files => ({
    'package.json': manifest({ dependencies: { '@tanstack/react-start': '1' }, scripts: { build: 'vite build' } }),
    'src/routes/healthz.ts': text,
  })

  it('is answered by the server where its file has handlers', async () => {
    const handlers = `export const Route = createFileRoute('/healthz')({ server: { handlers: { GET: () => new Response() } } })\n`
    expect(await pathsOf(site(handlers))).toEqual(['/healthz'])
  })

  it('is a page of the browser elsewhere', async () => {
    expect(await pathsOf(site(`export const Route = createFileRoute('/healthz')({ component: Page })\n`))).toEqual([])
  })
})

describe('schemas of Prisma for several databases', () => {
  const schema = (provider: string): string => `datasource db {\n  provider = "${provider}"\n}\n`
  const files: Files = {
    ...api({ 'index.js': `const { PrismaClient } = require('@prisma/client')\nrequire('express')().listen(4100)\n` }),
    'package.json': manifest({
      dependencies: { express: '5', '@prisma/client': '6' },
      scripts: { start: 'node index.js', push: 'prisma db push --schema db/mysql/schema.prisma' },
    }),
    'db/mysql/schema.prisma': schema('mysql'),
    'db/postgresql/schema.prisma': schema('postgresql'),
  }

  it('are chosen from by the migrations that are kept for one of them', async () => {
    const migration = { 'db/postgresql/migrations/20260101000000_start/migration.sql': 'SELECT 1;\n' }
    const service = await serviceOf({ ...files, ...migration })
    expect([all(service.databases), said(service.migrations)]).toEqual([['postgres'], 'db/postgresql/migrations'])
  })

  it('are chosen from by a script where none has migrations', async () => {
    expect(all((await serviceOf(files)).databases)).toEqual(['mysql'])
  })
})
