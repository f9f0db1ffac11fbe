import type { MetricsLibrary } from './types.ts'

export const detector: MetricsLibrary = {
  id: 'actix-web-metrics',
  ecosystem: 'rust',
  packages: ['actix-web-metrics'],
}
