import { UNREADABLE } from '../telemetry/options.ts'
import { httpGaps } from '../telemetry/http.ts'
import { evidenceOf, firstCall, methodCalls, textIn, type RustCall } from '../telemetry/rust-values.ts'
import { counter, histogram, STANDARD_BUCKETS } from '../telemetry/series.ts'
import type { HttpMetrics } from '../types.ts'
import type { MetricsCode, MetricsLibrary, MetricsReading } from './types.ts'

const NAME = 'rocket_prometheus'
const LABELS: readonly string[] = ['endpoint', 'method', 'status']

export const detector: MetricsLibrary = {
  id: NAME,
  ecosystem: 'rust',
  packages: [NAME],
  rank: 5,
  read: code => {
    const call = firstCall(
      code,
      /PrometheusMetrics/,
      /^(?:new|with_registry|with_default_registry)$/,
      /(?:^|::)PrometheusMetrics::\w+$/,
    )
    return call && readingOf(code, call)
  },
}

function readingOf(code: MetricsCode, call: RustCall): MetricsReading {
  const [requests, duration] = ['rocket_http_requests_total', 'rocket_http_requests_duration_seconds']
  const all = [counter(requests, LABELS), histogram(duration, LABELS, STANDARD_BUCKETS, 'seconds')]
  const http: HttpMetrics = {
    requests,
    duration,
    labels: { method: 'method', route: 'endpoint', status: 'status' },
    unmatched: 'not recorded',
  }
  const path = mountedAt(code, call)
  return {
    // A variable of the running program (ROCKET_PROMETHEUS_NAMESPACE) gives the names another beginning.
    certainty: 'likely',
    evidence: [evidenceOf(code, call, `use of ${NAME}`)],
    all,
    http,
    gaps: [
      ...httpGaps(all, http, { unrecorded: 'Add a catcher that counts requests without a route.' }),
      {
        what: 'The variable ROCKET_PROMETHEUS_NAMESPACE changes the names of the metrics when the program runs.',
        mend: 'Leave ROCKET_PROMETHEUS_NAMESPACE unset.',
      },
    ],
    ...(path === undefined ? {} : { path }),
  }
}

/** `.mount("/metrics", prometheus)`: what is mounted is no list of routes. Undefined where it is mounted nowhere. */
function mountedAt(code: MetricsCode, { source }: RustCall): MetricsReading['path'] {
  return methodCalls(source, 'mount')
    .filter(({ args: [, routes] }) => {
      const words = source.tokens.slice(...(routes ?? [0, 0])).map(token => token.text)
      return (
        words.length > 0 && words.length < 6 && !words.includes('!') && words.some(word => /prom|metric/i.test(word))
      )
    })
    .map(({ args: [path] }) => textIn(code, source, path) ?? UNREADABLE)[0]
}
