import type { MetricsLibrary } from './types.ts'

export const detector: MetricsLibrary = {
  id: 'prometheus-middleware',
  ecosystem: 'node',
  packages: ['prometheus-middleware'],
}
