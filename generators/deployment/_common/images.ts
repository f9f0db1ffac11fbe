import type { ImageRef } from '../../../src/contract/types.ts'

/** Images of others, with exact tags: the newest ones of the day in brackets. The updater of the repository looks after them from then on. */

/** Has wget and nc (2026-08-22). */
export const SMOKE_TEST: ImageRef = { name: 'docker.io/library/alpine', tag: '3.24.1' }

/** What watches the local stack (2026-11-21). */
export const WATCHERS = {
  prometheus: { name: 'docker.io/prom/prometheus', tag: 'v3.15.0' },
  alertmanager: { name: 'docker.io/prom/alertmanager', tag: 'v0.34.1' },
  grafana: { name: 'docker.io/grafana/grafana', tag: '13.2.3' },
  blackbox: { name: 'docker.io/prom/blackbox-exporter', tag: 'v0.28.0' },
} as const satisfies Record<string, ImageRef>
