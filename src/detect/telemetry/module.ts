import type { MetricsLibrary } from '../metrics/types.ts'
import type { Ecosystem, Metric } from '../types.ts'
import { gauge, histogram, STANDARD_BUCKETS } from './series.ts'

/**
 * @param process what the runtime tells of itself
 * @returns the module that this program adds, as a library that exposes metrics: its names are the same in all frameworks
 */
export function moduleMetrics(ecosystem: Ecosystem, process: readonly Metric[]): MetricsLibrary {
  const requests = 'http_request_duration_seconds'
  const inFlight = 'http_requests_in_flight'
  return {
    id: 'prod-ready',
    ecosystem,
    packages: [],
    rank: 10,
    read: ({ module, view }) => {
      if (!module?.features.includes('metrics')) return undefined
      const needs = /['"]dependency_up['"]/.test(view.text(module.path) ?? '')
      return {
        certainty: 'certain',
        evidence: module.evidence,
        path: '/metrics',
        gaps: [],
        all: [
          histogram(requests, ['method', 'route', 'status'], STANDARD_BUCKETS, 'seconds'),
          gauge(inFlight),
          ...(needs ? [gauge('dependency_up', ['dependency'])] : []),
          ...process,
        ],
        http: {
          requests,
          duration: requests,
          inFlight,
          labels: { method: 'method', route: 'route', status: 'status' },
          unmatched: { value: 'unmatched' },
        },
      }
    },
  }
}
