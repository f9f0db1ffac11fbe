import { majorOf } from '../services/model.ts'
import { httpGaps } from '../telemetry/http.ts'
import { libraryCall, UNREADABLE, type LibraryCall } from '../telemetry/options.ts'
import { gauge, histogram, OTEL_BUCKETS } from '../telemetry/series.ts'
import type { HttpMetrics } from '../types.ts'
import type { MetricsCode, MetricsLibrary, MetricsReading } from './types.ts'

const NAME = '@opentelemetry/exporter-prometheus'
const PATH = '/metrics'
const INSTRUMENTATION = ['@opentelemetry/instrumentation-http', '@opentelemetry/auto-instrumentations-node']
/** Where the exporter listens by itself. */
const PORT = 9464
/** Since these versions the stable names are exported without being asked for. */
const STABLE = 200
const LABELS: readonly string[] = [
  'http_request_method',
  'url_scheme',
  'network_protocol_version',
  'http_response_status_code',
  'error_type',
  'otel_scope_name',
  'otel_scope_version',
]
const MENDS = {
  http: 'Add @opentelemetry/instrumentation-http of a version from 0.200 on, and register it before the server is imported.',
  route: 'Register a TracerProvider: the instrumentation takes the route from the span.',
}

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'node',
  packages: [NAME],
  rank: 4,
  path: PATH,
  read: code => {
    const call = libraryCall(code, NAME, ({ name }) => name === 'PrometheusExporter')
    return call && readingOf(code, call)
  },
}

function readingOf(code: MetricsCode, { options, evidence }: LibraryCall): MetricsReading {
  const prefix = options.text('prefix')
  const isTraced = code.scripts(/TracerProvider\b|traceExporter|spanProcessors?\b|OTEL_TRACES_EXPORTER/).length > 0
  const isCounted = prefix !== UNREADABLE && isInstrumented(code)
  const front = prefix === UNREADABLE || prefix === undefined || prefix === '' ? '' : `${prefix}_`
  const labels = isTraced ? [...LABELS, 'http_route'] : LABELS
  // The exporter of Node leaves the unit out of the name.
  const duration = `${front}http_server_request_duration`
  const all = isCounted
    ? [
        histogram(duration, labels, OTEL_BUCKETS, 'seconds'),
        histogram(`${front}http_client_request_duration`, LABELS, OTEL_BUCKETS, 'seconds'),
        gauge('target_info'),
      ]
    : []
  const http: HttpMetrics | undefined = isCounted
    ? {
        requests: duration,
        duration,
        labels: {
          method: 'http_request_method',
          status: 'http_response_status_code',
          ...(isTraced ? { route: 'http_route' } : {}),
        },
        unmatched: 'unknown',
      }
    : undefined
  return {
    certainty: 'likely',
    evidence: [evidence],
    all,
    ...(http ? { http } : {}),
    gaps: httpGaps(all, http, MENDS),
    path: options.path('endpoint') ?? PATH,
    ...(options.flag('preventServerStart') === true ? {} : { port: options.port('port') ?? PORT }),
  }
}

/** Older versions count in milliseconds, under another name. */
function isInstrumented(code: MetricsCode): boolean {
  return INSTRUMENTATION.some(name => {
    const found = code.dependency(name)?.dependency
    if (!found) return false
    const [, minor] = /^0\.(\d+)/.exec(majorOf(found.locked ?? found.range) ?? '') ?? []
    return name.endsWith('auto-instrumentations-node') || minor === undefined || Number(minor) >= STABLE
  })
}
