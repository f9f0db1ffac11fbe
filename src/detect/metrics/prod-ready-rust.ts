import { counter, gauge, histogram, STANDARD_BUCKETS } from '../telemetry/series.ts'
import type { MetricsLibrary } from './types.ts'

/** The module that this program adds; its names are the same in all frameworks. */
export const detector: MetricsLibrary = {
  id: 'prod-ready',
  ecosystem: 'rust',
  packages: [],
  rank: 10,
  read: ({ module, view }) => {
    if (!module?.features.includes('metrics')) return undefined
    const requests = 'http_request_duration_seconds'
    const needs = (view.text(module.path) ?? '').includes('"dependency_up"')
    return {
      certainty: 'certain',
      evidence: module.evidence,
      path: '/metrics',
      gaps: [],
      all: [
        histogram(requests, ['method', 'route', 'status'], STANDARD_BUCKETS, 'seconds'),
        gauge('http_requests_in_flight'),
        ...(needs ? [gauge('dependency_up', ['dependency'])] : []),
        counter('process_cpu_seconds_total'),
        gauge('process_resident_memory_bytes'),
        gauge('process_start_time_seconds'),
        gauge('process_open_fds'),
        gauge('process_max_fds'),
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
