import type { MetricsLibrary } from './types.ts'

export const detector: MetricsLibrary = {
  id: 'express-prometheus-middleware',
  ecosystem: 'node',
  packages: ['express-prometheus-middleware'],
  path: '/metrics',
}
