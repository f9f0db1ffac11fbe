import type { Service } from '../../detect/types.ts'
import type { Telemetry } from './types.ts'

export type * from './types.ts'

/** @returns what can be asked of Prometheus about a service; `port` is the one that it listens on */
export function telemetryOf(service: Service, id: string, port: number | undefined): Telemetry {
  const { metrics } = service
  const scraped = metrics?.port ?? port
  const names = { job: id, probeJob: `${id}-probe` }
  if (!metrics || scraped === undefined)
    return { source: 'platform', ...names, metrics: [], process: false, gaps: metrics?.gaps ?? [] }
  const has = (name: string): boolean => metrics.all.some(metric => metric.name === name)
  const runtime = has('nodejs_eventloop_lag_p99_seconds') ? 'node' : has('tokio_busy_ratio') ? 'tokio' : undefined
  return {
    source: 'service',
    ...names,
    scrape: { port: scraped, path: service.metricsPath?.value ?? '/metrics' },
    metrics: metrics.all,
    ...(metrics.http ? { http: metrics.http } : {}),
    ...(runtime ? { runtime } : {}),
    process: has('process_resident_memory_bytes'),
    gaps: metrics.gaps,
  }
}
