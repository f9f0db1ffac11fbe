import type { MetricsLibrary } from './types.ts'

export const detector: MetricsLibrary = {
  id: 'prometheus_exporter',
  ecosystem: 'rust',
  packages: ['prometheus_exporter'],
}
