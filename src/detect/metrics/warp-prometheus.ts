import type { MetricsLibrary } from './types.ts'

export const detector: MetricsLibrary = {
  id: 'warp-prometheus',
  ecosystem: 'rust',
  packages: ['warp-prometheus'],
}
