import { describe, expect, it } from 'vitest'
import type { Metric, MetricsFact, Service } from '../../../src/detect/index.ts'
import { manifest, serviceOf, type Files } from './read.ts'

const STANDARD = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** A service of express, or of what else is named, with this code around its metrics. */
function files(dependencies: readonly string[], code: string, server = 'app.listen(3000)'): Files {
  const own = dependencies.some(name => /^(fastify|hono|@nestjs\/core)$/.test(name)) ? [] : ['express']
  return {
    'package.json': manifest({
      dependencies: Object.fromEntries([...own, ...dependencies].map(name => [name, '1'])),
      scripts: { start: 'node main.js' },
    }),
    'main.js': `const express = require('express')\nconst app = express()\n${code}\n${server}\n`,
  }
}

async function metricsOf(source: Files): Promise<MetricsFact> {
  const { metrics } = await serviceOf(source)
  if (!metrics) throw new Error('no metrics')
  return metrics
}

const named = (metrics: MetricsFact, name: string): Metric | undefined => metrics.all.find(m => m.name === name)
const gaps = (metrics: MetricsFact): string => metrics.gaps.map(gap => gap.what).join('\n')
const process = (metrics: MetricsFact): readonly string[] =>
  metrics.all.filter(m => m.name.includes('process_resident')).map(m => m.name)

describe('express-prom-bundle', () => {
  const bundle = (options: string): Promise<MetricsFact> =>
    metricsOf(
      files(
        ['express-prom-bundle', 'prom-client'],
        `const bundle = require('express-prom-bundle')\napp.use(bundle(${options}))`,
      ),
    )

  it('has only the status in its labels unless it is told otherwise, and buckets of its own', async () => {
    const metrics = await bundle('')
    expect(metrics.value).toBe('express-prom-bundle')
    expect(named(metrics, 'http_request_duration_seconds')).toEqual({
      name: 'http_request_duration_seconds',
      type: 'histogram',
      labels: ['status_code'],
      buckets: [0.003, 0.03, 0.1, 0.3, 1.5, 10],
      unit: 'seconds',
    })
    expect(metrics.http).toEqual({
      requests: 'http_request_duration_seconds',
      duration: 'http_request_duration_seconds',
      labels: { status: 'status_code' },
      unmatched: 'unknown',
    })
    expect(gaps(metrics)).toMatch(/not counted by route[^]*not counted by method/)
    expect(named(metrics, 'up')?.type).toBe('gauge')
    expect(process(metrics)).toEqual([])
  })

  it('keeps the paths of requests without a route, which the path in its labels makes a gap', async () => {
    const metrics = await bundle('{ includeMethod: true, includePath: true, customLabels: { team: null } }')
    expect(metrics.http?.labels).toEqual({ method: 'method', route: 'path', status: 'status_code' })
    expect(metrics.http?.unmatched).toBe('raw path')
    expect(named(metrics, 'http_request_duration_seconds')?.labels).toEqual(['status_code', 'method', 'path', 'team'])
    expect(metrics.gaps).toHaveLength(1)
    expect(metrics.gaps[0]?.what).toContain('any scanner')
    expect(metrics.gaps[0]?.mend).toContain('normalizePath')
  })

  it('takes over its name, buckets and type, and the metrics of the process', async () => {
    const metrics = await bundle(
      "{ httpDurationMetricName: 'api_seconds', buckets: [0.1, 1], promClient: { collectDefaultMetrics: { prefix: 'api_' } } }",
    )
    expect(named(metrics, 'api_seconds')?.buckets).toEqual([0.1, 1])
    expect(process(metrics)).toEqual(['api_process_resident_memory_bytes'])
    const summary = await bundle("{ metricType: 'summary' }")
    expect(summary.http?.duration).toBeUndefined()
    expect(gaps(summary)).toContain('not a histogram in seconds')
  })

  it('names nothing where the name, or any option, comes from elsewhere', async () => {
    for (const options of [
      '{ httpDurationMetricName: process.env.NAME }',
      '{ ...shared, includePath: true }',
      'options',
    ]) {
      const metrics = await bundle(options)
      expect(metrics.http).toBeUndefined()
      expect(metrics.gaps[0]?.mend).toContain('httpDurationMetricName')
    }
  })
})

describe('fastify-metrics', () => {
  const plugin = (options: string): Promise<MetricsFact> =>
    metricsOf({
      'package.json': manifest({
        type: 'module',
        dependencies: { fastify: '5', 'fastify-metrics': '13' },
        scripts: { start: 'node main.js' },
      }),
      'main.js': `import Fastify from 'fastify'\nimport metrics from 'fastify-metrics'\nconst app = Fastify()\nawait app.register(metrics${options})\nawait app.listen({ port: 3000 })\n`,
    })

  it('has a histogram and a summary, and does not record what no route matches', async () => {
    const metrics = await plugin(`, { endpoint: '/internal/metrics' }`)
    expect(metrics.http).toEqual({
      requests: 'http_request_duration_seconds',
      duration: 'http_request_duration_seconds',
      labels: { method: 'method', route: 'route', status: 'status_code' },
      unmatched: 'not recorded',
    })
    expect(named(metrics, 'http_request_duration_seconds')?.buckets).toEqual(STANDARD)
    expect(named(metrics, 'http_request_summary_seconds')?.type).toBe('summary')
    expect(process(metrics)).toEqual(['process_resident_memory_bytes'])
    expect(metrics.gaps[0]?.mend).toContain('registeredRoutesOnly: false')
  })

  it('records them under one value where it is told to, with other names and labels', async () => {
    const metrics = await plugin(`, {
      defaultMetrics: { enabled: false },
      routeMetrics: {
        registeredRoutesOnly: false,
        enabled: { summary: false },
        overrides: { histogram: { name: 'shop_seconds', buckets: [0.1, 2] }, labels: { status: 'code', route: 'path' } },
      },
    }`)
    expect(metrics.http).toEqual({
      requests: 'shop_seconds',
      duration: 'shop_seconds',
      labels: { method: 'method', route: 'path', status: 'code' },
      unmatched: { value: '__unknown__' },
    })
    expect(metrics.all.map(m => m.name)).toEqual(['shop_seconds'])
    expect(metrics.gaps).toEqual([])
  })

  it('counts nothing where the metrics of routes are switched off', async () => {
    const metrics = await plugin(', { routeMetrics: { enabled: false } }')
    expect(metrics.http).toBeUndefined()
    expect(gaps(metrics)).toContain('No metric counts the HTTP requests')
  })
})

it('prometheus-api-metrics stops at half a second, and says N/A for what no route matches', async () => {
  const metrics = await metricsOf(
    files(['prometheus-api-metrics'], "app.use(require('prometheus-api-metrics')({ metricsPrefix: 'shop' }))"),
  )
  expect(metrics.http).toEqual({
    requests: 'shop_http_request_duration_seconds',
    duration: 'shop_http_request_duration_seconds',
    labels: { method: 'method', route: 'route', status: 'code' },
    unmatched: { value: 'N/A' },
  })
  expect(named(metrics, 'shop_http_request_duration_seconds')?.buckets?.at(-1)).toBe(0.5)
  expect(named(metrics, 'shop_http_request_size_bytes')?.unit).toBe('bytes')
  expect(metrics.gaps.map(gap => gap.what)).toEqual([
    'The buckets of shop_http_request_duration_seconds end at 0.5 s: slower requests cannot be told apart.',
  ])
})

it('@hono/prometheus counts requests, and has metrics of the process only when it is told to', async () => {
  const hono = (options: string): Files => ({
    'package.json': manifest({
      type: 'module',
      dependencies: { hono: '4', '@hono/node-server': '1', '@hono/prometheus': '1' },
      scripts: { start: 'node main.js' },
    }),
    'main.js': `import { Hono } from 'hono'\nimport { serve } from '@hono/node-server'\nimport { prometheus } from '@hono/prometheus'\nconst { registerMetrics, printMetrics } = prometheus(${options})\nconst app = new Hono()\napp.use('*', registerMetrics)\napp.get('/metrics', printMetrics)\nserve({ fetch: app.fetch, port: 3000 })\n`,
  })
  const plain = await metricsOf(hono(''))
  expect(plain.http).toEqual({
    requests: 'http_requests_total',
    duration: 'http_request_duration_seconds',
    labels: { method: 'method', route: 'route', status: 'status' },
    unmatched: { value: '/*' },
  })
  expect(named(plain, 'http_request_duration_seconds')?.buckets).toContain(0.075)
  expect(gaps(plain)).toContain('Nothing of the process')
  const full = await metricsOf(hono("{ collectDefaultMetrics: true, prefix: 'shop_' }"))
  expect(full.http?.requests).toBe('shop_http_requests_total')
  expect(process(full)).toEqual(['shop_process_resident_memory_bytes'])
  expect(full.gaps).toEqual([])
})

describe('@willsoto/nestjs-prometheus', () => {
  const nest = (register: string, more = ''): Files => ({
    'package.json': manifest({
      dependencies: {
        '@nestjs/core': '11',
        '@nestjs/common': '11',
        '@willsoto/nestjs-prometheus': '6',
        'prom-client': '15',
      },
      scripts: { start: 'node dist/main.js' },
    }),
    'src/main.ts': `import { NestFactory } from '@nestjs/core'\nimport { AppModule } from './app.module'\nasync function bootstrap() { const app = await NestFactory.create(AppModule); await app.listen(3000) }\nbootstrap()\n`,
    'src/app.module.ts': `import { Module } from '@nestjs/common'\nimport { PrometheusModule, makeHistogramProvider } from '@willsoto/nestjs-prometheus'\n@Module({ imports: [PrometheusModule.register(${register})], providers: [${more}] })\nexport class AppModule {}\n`,
  })

  it('counts no requests by itself', async () => {
    const service = await serviceOf(nest("{ path: '/internal/metrics' }"))
    expect(service.metrics?.http).toBeUndefined()
    expect(service.metrics?.gaps.map(gap => gap.mend)).toEqual([expect.stringContaining('interceptor')])
    expect(service.metricsPath?.value).toBe('/internal/metrics')
    expect(service.metrics?.all).toHaveLength(31)
  })

  it('counts those that a provider of the code records', async () => {
    const provider = `makeHistogramProvider({ name: 'http_request_duration_seconds', help: 'x', labelNames: ['method', 'route', 'status'], buckets: [0.1, 1, 5] })`
    const metrics = await metricsOf(nest('', provider))
    expect(metrics.http?.duration).toBe('http_request_duration_seconds')
    expect(named(metrics, 'http_request_duration_seconds')?.buckets).toEqual([0.1, 1, 5])
    expect(metrics.gaps).toEqual([])
  })
})

describe('@opentelemetry/exporter-prometheus', () => {
  const otel = (more: string, version = '0.223.0'): Promise<Service> =>
    serviceOf({
      'package.json': manifest({
        dependencies: {
          express: '5',
          '@opentelemetry/exporter-prometheus': version,
          '@opentelemetry/instrumentation-http': version,
        },
        scripts: { start: 'node main.js' },
      }),
      'main.js': `const { PrometheusExporter } = require('@opentelemetry/exporter-prometheus')\n${more}\nconst app = require('express')()\napp.listen(3000)\n`,
    })

  it('has no unit in its names, a port of its own, and no route without traces', async () => {
    const service = await otel('new PrometheusExporter()')
    expect(service.metrics?.http).toEqual({
      requests: 'http_server_request_duration',
      duration: 'http_server_request_duration',
      labels: { method: 'http_request_method', status: 'http_response_status_code' },
      unmatched: 'unknown',
    })
    expect(service.metrics?.port).toBe(9464)
    expect(service.metrics?.gaps.map(gap => gap.mend)).toEqual([expect.stringContaining('TracerProvider')])
  })

  it('has the route where spans are made', async () => {
    const service = await otel(
      "new PrometheusExporter({ port: 9999, prefix: 'shop' })\nnew NodeTracerProvider().register()",
    )
    expect(service.metrics?.http?.labels.route).toBe('http_route')
    expect(service.metrics?.http?.requests).toBe('shop_http_server_request_duration')
    expect(service.metrics?.port).toBe(9999)
    expect(service.metrics?.gaps).toEqual([])
  })

  it('is not trusted with names in versions that counted milliseconds', async () => {
    expect((await otel('new PrometheusExporter()', '0.57.0')).metrics?.http).toBeUndefined()
  })
})

describe('prom-client', () => {
  const own = (code: string): Promise<MetricsFact> =>
    metricsOf(files(['prom-client'], `const client = require('prom-client')\n${code}`))

  it('has what the code declares, told by names and labels', async () => {
    const metrics = await own(`
      client.collectDefaultMetrics()
      const LABELS = ['method', 'route', 'code']
      const seconds = new client.Histogram({ name: 'http_request_duration_seconds', help: 'x', labelNames: LABELS, buckets: client.exponentialBuckets(0.01, 10, 4) })
      const total = new client.Counter({ name: 'http_requests_total', help: 'x', labelNames: LABELS })
      const flying = new client.Gauge({ name: 'http_requests_in_flight', help: 'x' })
      app.use((req, res, next) => { const end = seconds.startTimer(); res.on('finish', () => end({ route: req.route?.path ?? 'unmatched' })); next() })
    `)
    expect(metrics.value).toBe('prom-client')
    expect(metrics.http).toEqual({
      requests: 'http_requests_total',
      duration: 'http_request_duration_seconds',
      inFlight: 'http_requests_in_flight',
      labels: { method: 'method', route: 'route', status: 'code' },
      unmatched: 'unknown',
    })
    expect(named(metrics, 'http_request_duration_seconds')?.buckets).toEqual([0.01, 0.1, 1, 10])
    expect(metrics.all.filter(m => /^(process|nodejs)_/.test(m.name))).toHaveLength(31)
    expect(metrics.gaps).toEqual([])
  })

  it('says so where the path of the client becomes a label', async () => {
    const metrics = await own(`
      const seconds = new client.Histogram({ name: 'http_request_duration_seconds', help: 'x', labelNames: ['method', 'path', 'status'] })
      app.use((req, res, next) => { seconds.observe({ path: req.path }, 1); next() })
    `)
    expect(metrics.http?.unmatched).toBe('raw path')
    expect(metrics.gaps[0]?.what).toContain('the label path holds')
    expect(named(metrics, 'http_request_duration_seconds')?.buckets).toEqual(STANDARD)
  })

  it('does not take milliseconds, or requests to others, for durations of requests', async () => {
    const metrics = await own(`
      new client.Histogram({ name: 'http_request_duration_ms', help: 'x', labelNames: ['method', 'route', 'status'], buckets: [100, 500] })
      new client.Histogram({ name: 'upstream_request_duration_seconds', help: 'x', labelNames: ['method', 'route', 'status'] })
    `)
    expect(metrics.http?.requests).toBe('http_request_duration_ms')
    expect(metrics.http?.duration).toBeUndefined()
  })

  it('adds the labels and the prefix that all have, and leaves out what only the running program knows', async () => {
    const metrics = await own(`
      client.register.setDefaultLabels({ app: 'shop' })
      client.collectDefaultMetrics({ prefix: process.env.PREFIX })
      new client.Counter({ name: 'orders_total', help: 'x' })
      new client.Counter({ name: prefix + '_total', help: 'x' })
    `)
    expect(named(metrics, 'orders_total')?.labels).toEqual(['app'])
    expect(process(metrics)).toEqual([])
    expect(gaps(metrics)).toMatch(/The names of one metric[^]*The prefix of the metrics of the process/)
  })

  it('knows the port of a server that only answers scrapes', async () => {
    const metrics = await metricsOf({
      ...files(['prom-client'], "require('./metrics')"),
      'metrics.js': `const client = require('prom-client')\nconst http = require('http')\nclient.collectDefaultMetrics()\nhttp.createServer(async (req, res) => res.end(await client.register.metrics())).listen(9100)\n`,
    })
    expect(metrics.port).toBe(9100)
  })
})

it('a service without such a library has no metrics, and one that only names it has none either', async () => {
  expect((await serviceOf(files([], ''))).metrics).toBeUndefined()
  expect((await serviceOf(files(['prom-client'], ''))).metrics).toBeUndefined()
})
