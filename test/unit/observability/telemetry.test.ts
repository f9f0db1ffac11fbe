import { describe, expect, test } from 'vitest'
import { subjectsOf } from '../../../src/contract/alerting/index.ts'
import type { Context } from '../../../src/artifact/index.ts'
import { contextOf } from '../../support/context.ts'
import { contextWith, fact } from '../build/support.ts'
import { API } from '../deployment/support.ts'
import { only } from './support.ts'

/** @returns a Node service with these files and dependencies */
async function node(files: Readonly<Record<string, string>>, dependencies: readonly string[]): Promise<Context> {
  const manifest = {
    name: 'shop',
    type: 'module',
    dependencies: Object.fromEntries(['express', ...dependencies].map(name => [name, '*'])),
    scripts: { start: 'node server.js' },
  }
  return contextOf({ 'package.json': JSON.stringify(manifest), ...files })
}

const server = (lines: string): Readonly<Record<string, string>> => ({
  'server.js': `import express from 'express'\nconst app = express()\n${lines}\napp.get('/health', (req, res) => res.send('ok'))\napp.listen(3000)\n`,
})

const OTEL = '@opentelemetry/exporter-prometheus'
const otel = (options: string): ReturnType<typeof node> =>
  node(server(`new PrometheusExporter(${options})`.replace(/^/, `import { PrometheusExporter } from '${OTEL}'\n`)), [
    OTEL,
  ])

const COUNTER = "import client from 'prom-client'\nnew client.Counter({ name: 'orders_total', help: 'x' })\n"
const ANSWER = 'async (req, res) => res.end(await client.register.metrics())'
const own = (lines: string, more: Readonly<Record<string, string>> = {}): ReturnType<typeof node> =>
  node({ ...server(`${COUNTER}${lines}`), ...more }, ['prom-client'])

/** A server in a file of its own that prints the metrics. */
const beside = (lines: string): Readonly<Record<string, string>> => ({
  'metrics.js': `import http from 'node:http'\n${COUNTER}${lines}\n`,
})

describe('where a service is scraped', () => {
  test.each([
    ['a route of the code', () => own(`app.get('/internal/metrics', ${ANSWER})`), 3000, '/internal/metrics'],
    ['a library, by its documentation', () => otel(''), 9464, '/metrics'],
    ['a library, as the code sets it', () => otel("{ port: 9100, endpoint: '/m' }"), 9100, '/m'],
    ['a library, with the default of a variable', () => otel('{ port: process.env.M ?? 9101 }'), 9101, '/metrics'],
    [
      'a server of its own that answers at any path',
      () => own("import './metrics.js'", beside(`http.createServer(${ANSWER}).listen(9102)`)),
      9102,
      '/metrics',
    ],
    [
      'a second server in the same file',
      () => own(`const second = express()\nsecond.get('/metrics', ${ANSWER})\nsecond.listen(9103)`),
      9103,
      '/metrics',
    ],
  ])('%s', async (_, service, port, path) => {
    const { telemetry } = only(await service())
    expect([telemetry.source, telemetry.scrape]).toEqual(['service', { port, path }])
  })

  test.each([
    ['the port of a listener of a library', () => otel('{ port: settings.port }'), 'a listener of their own'],
    ['the path of a library', () => otel('{ endpoint: settings.path }'), 'no route of its code'],
    [
      'the port of a server that only answers scrapes',
      () => own("import './metrics.js'", beside(`http.createServer(${ANSWER}).listen(process.env.METRICS_PORT)`)),
      'a listener of their own',
    ],
    ['the route', () => own(''), 'no route of its code'],
    ['a part of the route', () => own(`app.get('/private/:kind/metrics', ${ANSWER})`), 'no route of its code'],
  ])('%s is not known: it is probed from outside, and no alert waits for a target', async (_, service, gap) => {
    const ctx = await service()
    const { source, scrape, gaps } = only(ctx).telemetry
    expect([source, scrape]).toEqual(['platform', undefined])
    expect(gaps.at(-1)?.what).toContain(gap)
    expect(gaps.at(-1)?.mend).toMatch(/until then/)
    const alerts = subjectsOf(ctx.contract, {}).flatMap(subject => subject.alerts.map(({ name }) => name))
    expect(alerts).toContain('ProbeFailing')
    expect(alerts).not.toContain('ServiceDown')
  })
})

test.each([
  ['http' as const, 'Most likely users get no answer either.'],
  ['worker' as const, 'Most likely its work is not done, and piles up.'],
])('what it means that a probe fails is said for what a service does: %s', async (workload, impact) => {
  const ctx = await contextWith(API, { service: { workload: fact(workload) } })
  const alerts = subjectsOf(ctx.contract, {}).flatMap(subject => subject.alerts)
  expect(alerts.find(({ name }) => name === 'ProbeFailing')?.runbook.impact).toBe(impact)
})

test('no page of a worker speaks of users, or of more instances', async () => {
  const pages = async (workload: 'http' | 'worker'): Promise<string> => {
    const { contract } = await contextWith(API, { service: { workload: fact(workload) } })
    const alerts = subjectsOf(contract, {}).find(({ id }) => id === contract.services[0]?.id)?.alerts ?? []
    return alerts.flatMap(({ runbook }) => [runbook.impact, ...runbook.mitigation]).join('\n')
  }
  const mine = /[Uu]sers (?:notice|get|see)|promise to users|more instances/
  expect(await pages('worker')).not.toMatch(mine)
  expect(await pages('worker')).toContain('Some of its work is late.')
  expect(await pages('http')).toMatch(mine)
})
