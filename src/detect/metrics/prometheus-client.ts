import type { MetricsLibrary } from './types.ts'

export const detector: MetricsLibrary = {
  id: 'prometheus-client',
  ecosystem: 'rust',
  packages: ['prometheus-client'],
}
