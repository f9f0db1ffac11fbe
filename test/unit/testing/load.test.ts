import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { artifact } from '../../../generators/testing/load/index.ts'
import { loadRoutes, METHODS, PARAMETERS } from '../../../generators/testing/load/routes.ts'
import type { Answers, Context } from '../../../src/artifact/index.ts'
import type { Method, Service } from '../../../src/detect/types.ts'
import { DIALECTS } from '../../joins/services.ts'
import { renderOne, textAt } from '../../support/context.ts'
import { only, shop, type Shop } from '../observability/support.ts'

const GITHUB = 'git@github.com:acme/shop.git'

/** A shop with these routes: `GET /orders/:id`. */
function withRoutes(routes: readonly string[], more: Shop = {}): Promise<Context> {
  const facts = routes.map(route => {
    const [method = '', value = ''] = route.split(' ')
    return { value, method: method as Method, certainty: 'certain' as const, evidence: [] }
  })
  return shop({ ...more, change: service => ({ ...(more.change?.(service) ?? service), routes: facts }) })
}

const asked = (ctx: Context, answers: Answers = {}): readonly string[] =>
  loadRoutes(ctx, only(ctx), answers).routes.map(({ method, path, name }) => `${method} ${path} as ${name}`)
const leftOut = (ctx: Context, answers: Answers = {}): readonly string[] =>
  loadRoutes(ctx, only(ctx), answers).leftOut.map(({ method, path }) => `${method} ${path}`)

describe('routes of a load test', () => {
  test('are those of the code that change nothing, without those of probes and scrapes', async () => {
    const ctx = await withRoutes([
      'GET /orders',
      'HEAD /orders',
      'HEAD /ping',
      'POST /orders',
      'ANY /any',
      'GET /health',
    ])
    expect(asked(ctx)).toEqual(['GET /any as /any', 'GET /orders as /orders', 'HEAD /ping as /ping'])
  })

  test('leave out what ends a session or the service, though it is asked with GET, and metrics that nobody scrapes', async () => {
    const ctx = await withRoutes(
      ['GET /orders', 'GET /unhealthy', 'GET /auth/sign-out', 'GET /logouts', 'GET /metrics'],
      {
        change: service => ({ ...service, metricsPath: { value: '/metrics', certainty: 'likely', evidence: [] } }),
      },
    )
    expect(asked(ctx)).toEqual(['GET /logouts as /logouts', 'GET /orders as /orders'])
  })

  test.each([
    ['/orders/:id', '/orders/42'],
    ['/orders/{id}', '/orders/42'],
    ['/orders/<id>', '/orders/42'],
    ['/orders/[id]', '/orders/42'],
    [String.raw`/orders/:id(\d+)`, '/orders/42'],
    ['/orders/:id/lines', '/orders/42/lines'],
  ])('a parameter gets the value that was given: %s', async (route, path) => {
    const ctx = await withRoutes([`GET ${route}`])
    expect(asked(ctx, { [PARAMETERS]: ['id=42'] })).toEqual([`GET ${path} as ${route}`])
    expect(leftOut(ctx)).toEqual([`GET ${route}`])
  })

  test.each([
    '/files/*',
    '/files/{*path}',
    '/:year-:month',
    '/a/:id?',
    '/[[...slug]]',
    '/<path..>',
    '/{id:[0-9]{1,3}/x}',
  ])('a pattern that no single value can stand for is left out: %s', async route => {
    expect(leftOut(await withRoutes([`GET ${route}`]), { [PARAMETERS]: ['id=1', 'path=1'] })).toEqual([`GET ${route}`])
  })

  test('a value cannot leave its segment', async () => {
    const ctx = await withRoutes(['GET /orders/:id'])
    expect(asked(ctx, { [PARAMETERS]: ['id=../admin?x=1#y'] })[0]).toContain('/orders/..%2Fadmin%3Fx%3D1%23y as')
  })

  test('what is left out is named, with the flag that supplies it', async () => {
    const ctx = await withRoutes(['GET /orders/:id', 'GET /users/:name'])
    expect(artifact.next?.(ctx, {})[0]).toEqual({
      group: 'answer',
      item: '--set load-parameters=id=<value>,name=<value>, for the routes that the load test of shop leaves out (GET /orders/:id, GET /users/:name)',
    })
  })

  test('what changes data is asked for only when somebody says so', async () => {
    const ctx = await withRoutes(['GET /orders', 'POST /orders', 'DELETE /orders'])
    expect(asked(ctx, { [METHODS]: 'all' })).toHaveLength(3)
    expect(loadRoutes(ctx, only(ctx), { [METHODS]: 'all' }).routes.find(({ method }) => method === 'POST')?.body).toBe(
      '{}',
    )
  })

  test('without any, the probe is asked', async () => {
    expect(asked(await withRoutes([]))).toEqual(['GET /health as /health'])
  })
})

describe('an OpenAPI file', () => {
  const openapi = {
    openapi: '3.1.0',
    servers: [{ url: 'https://api.example.org/v1/' }],
    paths: {
      '/orders/{orderId}': {
        parameters: [{ $ref: '#/components/parameters/order' }],
        get: {},
        put: { requestBody: { content: { 'application/json': { example: { open: true } } } } },
      },
      '/search': {
        get: {
          parameters: [
            { name: 'q', in: 'query', required: true, schema: { type: 'string', default: 'a b' } },
            { name: 'page', in: 'query', schema: { type: 'integer' } },
          ],
        },
      },
      '/report': { get: { parameters: [{ name: 'from', in: 'query', required: true, schema: { type: 'string' } }] } },
    },
    components: { parameters: { order: { name: 'orderId', in: 'path', required: true, schema: { examples: [7] } } } },
  }
  const files = { 'openapi.json': JSON.stringify(openapi) }

  test('tells the routes where the code does not, with its examples and what is required', async () => {
    const ctx = await withRoutes([], { files })
    expect(asked(ctx)).toEqual(['GET /v1/orders/7 as /v1/orders/{orderId}', 'GET /v1/search?q=a%20b as /v1/search'])
    expect(leftOut(ctx)).toEqual(['GET /v1/report'])
  })

  test('gives values to routes of the code, which keep their own names', async () => {
    const ctx = await withRoutes(['GET /v1/orders/:id', 'PUT /v1/orders/:id'], { files })
    expect(asked(ctx)).toEqual(['GET /v1/orders/7 as /v1/orders/:id'])
    const { routes } = loadRoutes(ctx, only(ctx), { [METHODS]: 'all' })
    expect(routes.find(({ method }) => method === 'PUT')?.body).toBe('{"open":true}')
  })

  test.each([['{'], ['[]'], ['{"paths":[1]}'], ['{"paths":{"/a":{"get":{"parameters":[{"$ref":"#/x/y"}]}}}}']])(
    'that says nothing useful does no harm: %s',
    async text => {
      expect(asked(await withRoutes(['GET /a'], { files: { 'openapi.json': text } }))).toEqual(['GET /a as /a'])
    },
  )
})

describe('scripts', () => {
  const HOSTILE = '/it\'s/"quoted"/\u202e/é'

  test('pass a strict type check with the types of k6', async () => {
    const rendered = await renderOne(artifact, await withRoutes(['GET /orders', `GET ${HOSTILE}`]), {
      [METHODS]: 'safe',
    })
    const files = ['main.js', 'routes.js'].map(name => [name, textAt(rendered, `load/shop/${name}`)] as const)
    expect(typeErrors(new Map(files))).toEqual([])
  })

  test('a mistake in the options of k6 is one', async () => {
    const rendered = await renderOne(artifact, await withRoutes([]))
    const main = textAt(rendered, 'load/shop/main.js').replace("'ramping-arrival-rate'", "'externally-controlled'")
    expect(
      typeErrors(
        new Map([
          ['main.js', main],
          ['routes.js', textAt(rendered, 'load/shop/routes.js')],
        ]),
      ).join(),
    ).toContain('externally-controlled')
  })

  test('hold the promises of the profile, and never reach another machine by chance', async () => {
    const main = textAt(await renderOne(artifact, await withRoutes([])), 'load/shop/main.js')
    expect(main).toContain('const TARGETS = { p95: 500, percent: 99, milliseconds: 1000, failed: 0.001 }')
    expect(main).toContain("number('USERS', 1000)")
    expect(main).toContain("target(__ENV.BASE_URL || 'http://127.0.0.1:3000')")
  })
})

test('a promise that the user changed is the limit of the load test as well', async () => {
  const answers = { 'slo-availability': 99.5, 'slo-latency-ms': 250, 'slo-latency-percent': 95 }
  const main = textAt(await renderOne(artifact, await withRoutes([]), answers), 'load/shop/main.js')
  expect(main).toContain('const TARGETS = { p95: 250, percent: 95, milliseconds: 250, failed: 0.005 }')
})

test('a service that measures durations promises what its rules watch over: a bucket of its histogram', async () => {
  const { 'express-prom-bundle': metrics } = DIALECTS
  const ctx = await withRoutes([], metrics ? { metrics } : {})
  const main = textAt(await renderOne(artifact, ctx), 'load/shop/main.js')
  expect(main).toContain('const TARGETS = { p95: 300, percent: 99, milliseconds: 300, failed: 0.001 }')
})

describe('the smoke run on pull requests', () => {
  const WORKFLOW = '.github/workflows/load-smoke.yml'
  const alone = { change: (service: Service): Service => ({ ...service, databases: [], cache: [] }), remote: GITHUB }
  const compose = { 'compose.yaml': 'services: {}\n' }
  const paths = async (ctx: Context): Promise<readonly string[]> =>
    (await renderOne(artifact, ctx)).map(file => file.path)

  test('builds and starts a service that needs nothing', async () => {
    const text = textAt(await renderOne(artifact, await shop(alone)), WORKFLOW)
    expect(text).toContain('docker run --detach --name shop --publish 127.0.0.1:3000:3000 shop:load')
    expect(text).not.toContain('ROUTES')
  })

  test('builds the image of the user in the folder that has what it copies', async () => {
    const files = {
      'deploy/Dockerfile': 'FROM node:22\nCOPY api/server.js ./\nCMD ["node", "server.js"]\n',
      'api/server.js': '',
    }
    const change = (service: Service): Service => ({ ...alone.change(service), project: 'api' })
    const text = textAt(await renderOne(artifact, await shop({ ...alone, files, change })), WORKFLOW)
    expect(text).toContain('docker build --tag shop:load --file deploy/Dockerfile .\n')
  })

  test('starts our local stack where there is one, and asks the probe: a new database holds nothing', async () => {
    const ctx = await shop({ files: compose, remote: GITHUB })
    const ours: Context = { ...ctx, ownersOf: file => (file === 'compose.yaml' ? ['deployment/compose'] : []) }
    const text = textAt(await renderOne(artifact, ours), WORKFLOW)
    expect(text).toContain('docker compose up --build --detach --wait --wait-timeout 120 shop')
    expect(text).toContain('ROUTES: /health')
    expect(text).toContain('POSTGRES_PASSWORD: throwaway-${{ github.run_id }}')
  })

  test.each([
    [
      'it needs something and there is no stack of ours',
      { files: compose, remote: GITHUB },
      /shop needs postgres and redis/,
    ],
    [
      'nobody can tell a variable that it needs',
      {
        ...alone,
        change: (service: Service): Service => ({
          ...alone.change(service),
          variables: [{ value: 'API_KEY', certainty: 'certain', evidence: [], required: true, secret: true }],
        }),
      },
      /shop has to be told API_KEY/,
    ],
  ] as const)('is left to the user where %s', async (_case, more, reason) => {
    const ctx = await shop(more)
    expect(await paths(ctx)).not.toContain(WORKFLOW)
    expect(artifact.next?.(ctx, {}).map(String).join('\n')).toMatch(reason)
  })

  test('is not written for a host that cannot run it', async () => {
    expect(await paths(await shop({ ...alone, remote: 'https://gitlab.com/acme/shop.git' }))).not.toContain(WORKFLOW)
  })
})

describe('what is there already', () => {
  test.each([
    ['a script of k6', { 'perf/load.js': "import http from 'k6/http'\n" }],
    ['a scenario of Artillery', { 'test/artillery.yml': 'config: {}\n' }],
    ['a script of autocannon', { 'bench/index.js': "const autocannon = require('autocannon')\n" }],
  ])('is found: %s', async (_case, files) => {
    expect(artifact.audit(await shop({ files })).state).toBe('present')
  })

  test('a script that only sounds like one is none', async () => {
    const ctx = await shop({ files: { 'src/loader.js': "import fs from 'node:fs'\n" } })
    expect(artifact.audit(ctx).state).toBe('absent')
  })
})

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** @returns what TypeScript says of these scripts, as strictly as it can */
function typeErrors(files: ReadonlyMap<string, string>): readonly string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
    types: ['k6'],
    skipLibCheck: true,
  }
  const host = ts.createCompilerHost(options)
  const text = (file: string): string | undefined => files.get(path.basename(file))
  const at = (file: string): boolean => path.dirname(file) === path.join(ROOT, 'load')
  const read = host.readFile.bind(host)
  const exists = host.fileExists.bind(host)
  const source = host.getSourceFile.bind(host)
  host.readFile = file => (at(file) ? text(file) : read(file))
  host.fileExists = file => (at(file) ? text(file) !== undefined : exists(file))
  host.getSourceFile = (file, language, ...rest) =>
    at(file) ? ts.createSourceFile(file, text(file) ?? '', language, true) : source(file, language, ...rest)
  host.getCurrentDirectory = () => ROOT
  host.directoryExists = folder => folder === path.join(ROOT, 'load') || ts.sys.directoryExists(folder)
  const program = ts.createProgram([path.join(ROOT, 'load/main.js')], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}
