import type { MetricsLibrary } from './types.ts'

export const detector: MetricsLibrary = {
  id: 'swagger-stats',
  ecosystem: 'node',
  packages: ['swagger-stats'],
  path: '/swagger-stats/metrics',
}
