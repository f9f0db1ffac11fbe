import { httpGaps } from '../telemetry/http.ts'
import { callsNamed, evidenceOf } from '../telemetry/rust-values.ts'
import { gauge, histogram } from '../telemetry/series.ts'
import type { HttpMetrics, Metric, MetricsGap } from '../types.ts'
import type { MetricsCode, MetricsLibrary } from './types.ts'

const NAME = 'opentelemetry-prometheus'
const LABELS: readonly string[] = [
  'http_route',
  'http_request_method',
  'network_protocol_version',
  'server_address',
  'server_port',
  'url_scheme',
  'http_response_status_code',
]
/** What the SDK divides into unless it is told otherwise: made for milliseconds. */
const SDK_BUCKETS: readonly number[] = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000]

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'rust',
  packages: [NAME],
  rank: 3,
  read: code => {
    for (const source of code.sources(/opentelemetry_prometheus/)) {
      const [call] = callsNamed(source, /^exporter$/).filter(({ use }) =>
        use.full.startsWith('opentelemetry_prometheus'),
      )
      if (!call) continue
      const { all, http, gaps } = ofMiddleware(code)
      return {
        certainty: 'likely',
        evidence: [evidenceOf(code, call, `use of ${NAME}`)],
        all,
        ...(http ? { http } : {}),
        gaps: [...gaps, ...httpGaps(all, http)],
      }
    }
    return undefined
  },
}

/** The middleware of actix-web-opentelemetry, the only one whose names are known. */
function ofMiddleware(code: MetricsCode): {
  readonly all: readonly Metric[]
  readonly http?: HttpMetrics
  readonly gaps: readonly MetricsGap[]
} {
  const isUsed = code.dependency('actix-web-opentelemetry') && code.sources(/RequestMetrics/).length > 0
  if (!isUsed) return { all: [], gaps: [] }
  const duration = 'http_server_duration_seconds'
  return {
    all: [
      histogram(duration, LABELS, SDK_BUCKETS, 'seconds'),
      gauge('http_server_active_requests'),
      histogram('http_server_request_size_bytes', LABELS, SDK_BUCKETS),
      histogram('http_server_response_size_bytes', LABELS, SDK_BUCKETS),
    ],
    http: {
      requests: duration,
      duration,
      inFlight: 'http_server_active_requests',
      labels: { method: 'http_request_method', route: 'http_route', status: 'http_response_status_code' },
      unmatched: { value: 'default' },
    },
    gaps: [
      {
        what: 'Buckets are those that the SDK has for milliseconds, and durations are in seconds: all of them lie in the first two.',
        mend: 'Add a view that sets the boundaries 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5 and 10.',
      },
    ],
  }
}
