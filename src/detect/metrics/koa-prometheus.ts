import type { MetricsLibrary } from './types.ts'

export const detector: MetricsLibrary = {
  id: 'koa-prometheus',
  ecosystem: 'node',
  packages: ['koa-prometheus'],
}
