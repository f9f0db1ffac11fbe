import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/repository.ts'
import { artifact as alerts } from '../../generators/observability/alerts/index.ts'
import { renderOne } from '../support/context.ts'
import { DIALECTS } from '../unit/observability/dialects.ts'
import { boards, queriesOf, RULES, shop } from '../unit/observability/support.ts'

/**
 * Dashboards before a real Prometheus: its own tool reads every query, and every panel of a service that is scraped shows something.
 */

const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined
const PORT = 19_390
const TARGET = 19_391

const expanded = (expr: string, range: string): string =>
  expr
    .replaceAll('$__rate_interval', '10s')
    .replaceAll('$__range', range)
    .replaceAll('$job', 'shop')
    .replaceAll('$instance', '.+')
    .replaceAll('$namespace', '.+')
    .replaceAll('$exporter', '.+')

describe.skipIf(!has('promtool'))('promtool', () => {
  it.each([...Object.keys(DIALECTS), 'no metrics at all'])('reads every query of a service with %s', async name => {
    const metrics = DIALECTS[name]
    const ctx = await shop({ files: { [RULES]: 'groups: []\n' }, ...(metrics ? { metrics } : {}) })
    const rules = Object.entries(boards(ctx)).map(([board, dashboard]) => ({
      name: board,
      rules: queriesOf(dashboard).map(({ expr }, i) => ({ record: `${board}:query:${i}`, expr: expanded(expr, '1h') })),
    }))
    const file = path.join(temporaryFolder(), 'rules.json')
    writeFileSync(file, JSON.stringify({ groups: rules }))
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' })
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')])
  })
})

/** A service with the metrics of the module, and no others. `/fail` answers 500. */
const SERVER = `
import { createServer } from 'node:http'
import client from 'prom-client'
client.collectDefaultMetrics()
const duration = new client.Histogram({ name: 'http_request_duration_seconds', help: 'h', labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] })
const inFlight = new client.Gauge({ name: 'http_requests_in_flight', help: 'h' })
const dependency = new client.Gauge({ name: 'dependency_up', help: 'h', labelNames: ['dependency'] })
dependency.set({ dependency: 'postgres' }, 1)
createServer(async (request, response) => {
  if (request.url === '/metrics') return response.end(await client.register.metrics())
  const end = duration.startTimer({ method: request.method, route: request.url })
  inFlight.inc()
  if (request.url === '/fail') response.statusCode = 500
  if (request.url === '/moved') response.statusCode = 302
  if (request.url === '/none') response.statusCode = 404
  setTimeout(() => { response.end('ok'); inFlight.dec(); end({ status: response.statusCode }) }, 2)
  global.gc?.()
}).listen(${TARGET}, '127.0.0.1')
`

const CONFIG = `
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
scrape_configs:
  - job_name: shop
    static_configs: [{ targets: ['127.0.0.1:${TARGET}'] }]
`

interface Answer {
  readonly status: string
  readonly data: { readonly result: readonly { readonly metric: object; readonly value: readonly [number, string] }[] }
}

async function values(expr: string, range = '10s'): Promise<readonly string[]> {
  const url = `http://127.0.0.1:${PORT}/api/v1/query?query=${encodeURIComponent(expanded(expr, range))}`
  const answer = (await (await fetch(url)).json()) as Answer
  if (answer.status !== 'success') throw new Error(`${expr}: ${JSON.stringify(answer)}`)
  return answer.data.result.map(({ value }) => value[1])
}

describe.skipIf(!has('prometheus'))('a service that is scraped', () => {
  const processes: ChildProcess[] = []
  const started = (child: ChildProcess): number => processes.push(child)
  const queries = async (board: string): Promise<readonly { readonly panel: string; readonly expr: string }[]> => {
    const metrics = DIALECTS['prod-ready, Node']
    const dashboard = boards(await shop({ files: { [RULES]: '' }, ...(metrics ? { metrics } : {}) }))[board]
    return dashboard ? queriesOf(dashboard) : []
  }
  const traffic = async (seconds: number, ...paths: readonly string[]): Promise<void> => {
    const end = Date.now() + seconds * 1000
    while (Date.now() < end) {
      await Promise.all(
        paths.map(async at => (await fetch(`http://127.0.0.1:${TARGET}${at}`, { redirect: 'manual' })).text()),
      )
      await wait(50)
    }
  }

  beforeAll(async () => {
    const dir = temporaryFolder()
    mkdirSync(path.join(dir, 'data'))
    writeFileSync(path.join(dir, 'package.json'), '{"private":true,"type":"module"}')
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', 'prom-client@15.1.3'], {
      cwd: dir,
    })
    writeFileSync(path.join(dir, 'server.js'), SERVER)
    writeFileSync(path.join(dir, 'prometheus.yml'), CONFIG)
    const metrics = DIALECTS['prod-ready, Node']
    const rules = (await renderOne(alerts, await shop(metrics ? { metrics } : {}))).find(file => file.path === RULES)
    writeFileSync(path.join(dir, 'rules.yml'), rules?.type === 'file' ? rules.text : '')
    started(spawn(process.execPath, ['--expose-gc', 'server.js'], { cwd: dir, stdio: 'ignore' }))
    const flags = ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=127.0.0.1:${PORT}`]
    started(spawn('prometheus', flags, { cwd: dir, stdio: 'ignore' }))
    for (let i = 0; i < 60; i++) {
      if ((await values('up == 1').catch(() => [])).length > 0) break
      await wait(500)
    }
    await wait(3000)
  })

  afterAll(() => {
    for (const child of processes) child.kill()
  })

  it('shows no number, and no NaN, while nobody asks', async () => {
    for (const { panel, expr } of await queries('service'))
      expect([panel, (await values(expr)).includes('NaN')]).toEqual([panel, false])
    const errors = (await queries('service')).find(({ panel }) => panel === 'Errors')
    expect(await values(errors?.expr ?? '')).toEqual([])
  })

  it('shows that no request fails as 0', async () => {
    await traffic(6, '/orders')
    const errors = (await queries('service')).find(({ panel }) => panel === 'Errors')
    expect(await values(errors?.expr ?? '')).toEqual(['0'])
  })

  it('shows something in every panel', async () => {
    await traffic(12, '/orders', '/users', '/fail', '/moved', '/none')
    for (const board of ['service', 'slo', 'runtime']) {
      for (const { panel, expr } of await queries(board)) {
        const found = await values(expr, '12s')
        expect([panel, expr, found.length > 0, found.includes('NaN')]).toEqual([panel, expr, true, false])
      }
    }
    const errors = (await queries('service')).find(({ panel }) => panel === 'Errors')
    expect(Number((await values(errors?.expr ?? ''))[0])).toBeCloseTo(0.2, 1)
  })
})
