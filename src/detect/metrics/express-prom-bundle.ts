import type { HttpMetrics, Metric } from '../types.ts'
import { httpGaps } from '../telemetry/http.ts'
import { prefixedDefaults } from '../telemetry/node-own.ts'
import { libraryCall, UNREADABLE, type LibraryCall, type Options } from '../telemetry/options.ts'
import { gauge, histogram, summary } from '../telemetry/series.ts'
import type { MetricsLibrary, MetricsReading } from './types.ts'

const NAME = 'express-prom-bundle'
const PATH = '/metrics'
/** Of express-prom-bundle 8. */
const BUCKETS: readonly number[] = [0.003, 0.03, 0.1, 0.3, 1.5, 10]
const MENDS = {
  route: 'Set includePath: true, with normalizePath: req => req.route?.path ?? "unmatched".',
  method: 'Set includeMethod: true.',
  status: 'Leave includeStatusCode out.',
  histogram: 'Leave metricType out, so that durations are a histogram.',
  unmatched: 'Set normalizePath: req => req.route?.path ?? "unmatched".',
  http: 'Write httpDurationMetricName as a text.',
}

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'node',
  packages: [NAME],
  rank: 5,
  path: PATH,
  read: code => {
    const call = libraryCall(
      code,
      NAME,
      ({ name, node }) => node.name === 'CallExpression' && name !== 'clusterMetrics',
    )
    return call && readingOf(call)
  },
}

function readingOf({ options, evidence }: LibraryCall): MetricsReading {
  const name = options.text('httpDurationMetricName')
  const defaults = options.inner('promClient').has('collectDefaultMetrics')
    ? prefixedDefaults(options.inner('promClient').inner('collectDefaultMetrics'))
    : { metrics: [], gaps: [] }
  const timed = name === UNREADABLE ? undefined : timedOf(options, name ?? 'http_request_duration_seconds')
  const up = options.flag('includeUp') === false ? [] : [gauge('up')]
  const all: readonly Metric[] = [...(timed ? [timed] : []), ...up, ...defaults.metrics]
  const http = timed && httpOf(options, timed)
  return {
    certainty: options.isOpen ? 'likely' : 'certain',
    evidence: [evidence],
    all,
    ...(http ? { http } : {}),
    gaps: [...defaults.gaps, ...httpGaps(all, http, MENDS)],
    path: options.path('metricsPath') ?? PATH,
  }
}

/** The status stands in the labels even where it is left empty. */
function timedOf(options: Options, name: string): Metric {
  const custom = options.keys('customLabels')
  const labels = [
    'status_code',
    ...(options.flag('includeMethod') === true ? ['method'] : []),
    ...(options.flag('includePath') === true ? ['path'] : []),
    ...(custom === UNREADABLE || custom === undefined ? [] : custom),
  ]
  if (options.text('metricType') === 'summary') return summary(name, labels, 'seconds')
  const buckets = options.numbers('buckets')
  return histogram(name, labels, buckets === UNREADABLE ? undefined : (buckets ?? BUCKETS), 'seconds')
}

function httpOf(options: Options, timed: Metric): HttpMetrics {
  const has = (label: string): boolean => timed.labels.includes(label)
  return {
    requests: timed.name,
    ...(timed.type === 'histogram' ? { duration: timed.name } : {}),
    labels: {
      ...(has('method') ? { method: 'method' } : {}),
      ...(has('path') ? { route: 'path' } : {}),
      ...(options.flag('includeStatusCode') === false ? {} : { status: 'status_code' }),
    },
    unmatched: has('path') && !options.has('normalizePath') ? 'raw path' : 'unknown',
  }
}
