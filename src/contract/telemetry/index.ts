import type { Metric, Service } from '../../detect/types.ts'
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
    ...(metrics.http ? { http: { ...metrics.http, requests: counted(metrics.http.requests, metrics.all) } } : {}),
    ...(runtime ? { runtime } : {}),
    process: has('process_resident_memory_bytes'),
    gaps: metrics.gaps,
  }
}

/** @returns the series of a metric that only grows by one for each request */
function counted(name: string, all: readonly Metric[]): string {
  const metric = all.find(other => other.name === name)
  return metric?.type === 'histogram' || metric?.type === 'summary' ? `${name}_count` : name
}
