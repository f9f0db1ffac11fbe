import type { Context } from '../../src/artifact/index.ts'
import { makeContract } from '../../src/contract/index.ts'
import type { Metric, MetricsFact, NeedFact } from '../../src/detect/types.ts'
import { contextOf } from '../support/context.ts'

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const histogram = (name: string, labels: readonly string[], buckets: readonly number[]): Metric => ({
  name,
  type: 'histogram',
  labels,
  buckets,
  unit: 'seconds',
})
const gauge = (name: string, labels: readonly string[] = []): Metric => ({ name, type: 'gauge', labels })

const PROCESS: readonly Metric[] = [
  gauge('process_start_time_seconds'),
  gauge('process_open_fds'),
  gauge('process_max_fds'),
  gauge('process_resident_memory_bytes'),
]

const fact = (library: string, rest: Omit<MetricsFact, 'value' | 'certainty' | 'evidence'>): MetricsFact => ({
  value: library,
  certainty: 'certain',
  evidence: [],
  ...rest,
})

/** What services of each kind expose. */
export const DIALECTS: Readonly<Record<string, MetricsFact>> = {
  module: fact('prod-ready', {
    all: [
      histogram('http_request_duration_seconds', ['method', 'route', 'status'], BUCKETS),
      gauge('dependency_up', ['dependency']),
      ...['p50', 'p99', 'max'].map(name => gauge(`nodejs_eventloop_lag_${name}_seconds`)),
      histogram('nodejs_gc_duration_seconds', ['kind'], [0.001, 0.01, 0.1, 1, 2, 5]),
      ...PROCESS,
    ],
    http: {
      requests: 'http_request_duration_seconds_count',
      duration: 'http_request_duration_seconds',
      labels: { method: 'method', route: 'route', status: 'status' },
      unmatched: { value: 'unmatched' },
    },
    gaps: [],
  }),
  'axum-prometheus': fact('axum-prometheus', {
    all: [
      { name: 'axum_http_requests_total', type: 'counter', labels: ['method', 'status', 'endpoint'] },
      histogram('axum_http_requests_duration_seconds', ['method', 'status', 'endpoint'], BUCKETS),
      gauge('tokio_busy_ratio'),
    ],
    http: {
      requests: 'axum_http_requests_total',
      duration: 'axum_http_requests_duration_seconds',
      labels: { method: 'method', route: 'endpoint', status: 'status' },
      unmatched: 'raw path',
    },
    gaps: [],
  }),
  'express-prom-bundle': fact('express-prom-bundle', {
    all: [histogram('http_request_duration_seconds', ['status_code'], [0.003, 0.03, 0.1, 0.3, 1.5, 10]), ...PROCESS],
    http: {
      requests: 'http_request_duration_seconds_count',
      duration: 'http_request_duration_seconds',
      labels: { status: 'status_code' },
      unmatched: 'not recorded',
    },
    gaps: [{ what: 'requests are not told apart by route', mend: 'set includePath and includeMethod.' }],
  }),
  summary: fact('metrics-exporter-prometheus', {
    all: [{ name: 'http_requests_total', type: 'counter', labels: ['status'] }],
    http: { requests: 'http_requests_total', labels: { status: 'status' }, unmatched: 'unknown' },
    gaps: [{ what: 'durations are summaries', mend: 'set buckets.' }],
  }),
}

const need = (value: string): NeedFact => ({ value, certainty: 'certain', evidence: [], optional: false })

/** @returns what artifacts see of an invented service, with these metrics or none, that needs PostgreSQL and Redis */
export async function serviceWith(metrics: MetricsFact | undefined): Promise<Context> {
  const manifest = {
    name: 'harbor-api',
    type: 'module',
    scripts: { start: 'node server.js' },
    dependencies: { express: '^5.1.0' },
  }
  const ctx = await contextOf({
    'package.json': JSON.stringify(manifest),
    'server.js':
      "import express from 'express'\nconst app = express()\napp.get('/health', (_, res) => res.send('ok'))\napp.listen(8080)\n",
  })
  const services = ctx.facts.services.map(service => ({
    ...service,
    databases: [need('postgres')],
    cache: [need('redis')],
    ...(metrics ? { metrics, metricsPath: { value: '/metrics', certainty: 'certain' as const, evidence: [] } } : {}),
  }))
  const facts = { ...ctx.facts, services }
  return { ...ctx, facts, contract: makeContract(facts, () => false, ctx.ws) }
}
