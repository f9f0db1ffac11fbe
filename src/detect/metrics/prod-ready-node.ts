import { gauge, histogram, nodeDefaults, STANDARD_BUCKETS } from '../telemetry/series.ts'
import type { MetricsLibrary } from './types.ts'

/** The module that this program adds; its names are the same in all frameworks. */
export const detector: MetricsLibrary = {
  id: 'prod-ready',
  ecosystem: 'node',
  packages: [],
  rank: 10,
  read: ({ module, view }) => {
    if (!module?.features.includes('metrics')) return undefined
    const text = view.text(module.path) ?? ''
    const requests = 'http_request_duration_seconds'
    return {
      certainty: 'certain',
      evidence: module.evidence,
      path: '/metrics',
      gaps: [],
      all: [
        histogram(requests, ['method', 'route', 'status'], STANDARD_BUCKETS, 'seconds'),
        gauge('http_requests_in_flight'),
        ...(text.includes("'dependency_up'") || text.includes('"dependency_up"')
          ? [gauge('dependency_up', ['dependency'])]
          : []),
        ...nodeDefaults(),
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
