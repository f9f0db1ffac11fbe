import { dirname, join } from '../../text/paths.ts'
import { table, text } from '../values.ts'
import { httpGaps } from '../telemetry/http.ts'
import { macroMetrics } from '../telemetry/rust-macros.ts'
import { evidenceOf, firstCall, methodCalls, textIn, type RustCall } from '../telemetry/rust-values.ts'
import { counter, gauge, histogram, STANDARD_BUCKETS, summary } from '../telemetry/series.ts'
import type { RustSource } from '../source/rust.ts'
import type { HttpMetrics, MetricsGap } from '../types.ts'
import type { MetricsCode, MetricsLibrary, MetricsReading } from './types.ts'

const NAME = 'axum-prometheus'
const LABELS: readonly string[] = ['method', 'status', 'endpoint']
/** Names, the variables that rename them when the program is compiled, and what stands behind a prefix. */
const NAMES = {
  requests: ['axum_http_requests_total', 'AXUM_HTTP_REQUESTS_TOTAL', 'http_requests_total'],
  duration: [
    'axum_http_requests_duration_seconds',
    'AXUM_HTTP_REQUESTS_DURATION_SECONDS',
    'http_requests_duration_seconds',
  ],
  pending: ['axum_http_requests_pending', 'AXUM_HTTP_REQUESTS_PENDING', 'http_requests_pending'],
  size: ['axum_http_response_body_size', 'AXUM_HTTP_RESPONSE_BODY_SIZE', 'http_response_body_size'],
} as const

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'rust',
  packages: [NAME],
  rank: 5,
  read: code => {
    const call = firstCall(
      code,
      /PrometheusMetricLayer|MetricLayerBuilder/,
      /^(?:pair|new|with_prefix|pair_from)$/,
      /(?:PrometheusMetricLayer|MetricLayer)(?:Builder)?::\w+$/,
    )
    return call && readingOf(code, call)
  },
}

function readingOf(code: MetricsCode, call: RustCall): MetricsReading {
  const { source } = call
  const prefixed = call.name === 'with_prefix' ? call : methodCalls(source, 'with_prefix')[0]
  const prefix = prefixed && textIn(code, source, prefixed.args[0])
  const evidence = [evidenceOf(code, call, `use of ${NAME}`)]
  const others = macroMetrics(code, undefined)
  if (prefixed && prefix === undefined) {
    const gap: MetricsGap = {
      what: 'The names of its metrics begin with what cannot be read from the code.',
      mend: 'Write the argument of with_prefix as a text.',
    }
    return { certainty: 'guess', evidence, all: others.metrics, gaps: [gap, ...others.gaps] }
  }
  const name = (key: keyof typeof NAMES): string => {
    const [usual, variable, rest] = NAMES[key]
    return prefix === undefined ? (compiled(code, variable) ?? usual) : `${prefix}_${rest}`
  }
  const requests = name('requests')
  const duration = name('duration')
  const inFlight = name('pending')
  const all = [
    counter(requests, LABELS),
    histogram(duration, LABELS, STANDARD_BUCKETS, 'seconds'),
    gauge(inFlight, ['method', 'endpoint']),
    ...(methodCalls(source, 'enable_response_body_size').length ? [summary(name('size'), LABELS, 'bytes')] : []),
    ...others.metrics,
  ]
  const http: HttpMetrics = {
    requests,
    duration,
    inFlight,
    labels: { method: 'method', route: 'endpoint', status: 'status' },
    unmatched: isBounded(source) ? 'unknown' : 'raw path',
  }
  return {
    certainty: 'certain',
    evidence,
    all,
    http,
    gaps: [
      ...httpGaps(all, http, {
        unmatched:
          'Set with_endpoint_label_type(EndpointLabel::MatchedPathWithFallbackFn(|_| "unmatched".to_string())).',
      }),
      ...others.gaps,
    ],
  }
}

function isBounded(source: RustSource): boolean {
  return source.tokens.some(token => token.text === 'MatchedPathWithFallbackFn')
}

/** `[env]` of .cargo/config.toml, of the folder of the service or one above it */
function compiled(code: MetricsCode, variable: string): string | undefined {
  for (let folder = code.folder; ; folder = dirname(folder)) {
    for (const file of ['.cargo/config.toml', '.cargo/config']) {
      const path = join(folder, file)
      const value = code.view.has(path) ? code.view.toml(path)?.get('env', variable) : undefined
      const name = text(value) ?? text(table(value)['value'])
      if (name !== undefined) return name
    }
    if (folder === '.') return undefined
  }
}
