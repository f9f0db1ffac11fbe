import { gauge, histogram, PROCESS_METRICS, STANDARD_BUCKETS } from '../telemetry/series.ts'
import type { MetricsLibrary } from './types.ts'

/** What the module tells of its process. */
const PROCESS = new Set(
  ['cpu_seconds_total', 'resident_memory_bytes', 'start_time_seconds', 'open_fds', 'max_fds'].map(
    name => `process_${name}`,
  ),
)

/** The module that this program adds; its names are the same in all frameworks. */
export const detector: MetricsLibrary = {
  id: 'prod-ready',
  ecosystem: 'rust',
  packages: [],
  rank: 10,
  read: ({ module, view }) => {
    if (!module?.features.includes('metrics')) return undefined
    const requests = 'http_request_duration_seconds'
    return {
      certainty: 'certain',
      evidence: module.evidence,
      path: '/metrics',
      gaps: [],
      all: [
        histogram(requests, ['method', 'route', 'status'], STANDARD_BUCKETS, 'seconds'),
        gauge('http_requests_in_flight'),
        ...((view.text(module.path) ?? '').includes('"dependency_up"') ? [gauge('dependency_up', ['dependency'])] : []),
        ...PROCESS_METRICS.filter(metric => PROCESS.has(metric.name)),
      ],
      http: {
        requests,
        duration: requests,
        inFlight: 'http_requests_in_flight',
        labels: { method: 'method', route: 'route', status: 'status' },
        unmatched: { value: 'unmatched' },
      },
    }
  },
}
