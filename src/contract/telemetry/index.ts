import type { HttpMetrics, Metric, MetricsFact, MetricsGap, Service } from '../../detect/types.ts'
import { hasParameter } from '../../text/paths.ts'
import { isAsked } from '../workload.ts'
import type { Scrape, Telemetry } from './types.ts'

export type * from './types.ts'

/**
 * @param port the one that the service listens on
 * @returns what can be asked of Prometheus about a service. Metrics that nobody knows where to scrape are none: alerts on them would
 * fire for ever, so that the platform's view takes their place.
 */
export function telemetryOf(service: Service, id: string, port: number | undefined): Telemetry {
  const { metrics } = service
  const names = { job: id, probeJob: `${id}-probe` }
  if (!metrics) return { source: 'platform', ...names, metrics: [], gaps: [] }
  const scrape = scrapeOf(metrics, service.metricsPath?.value, port)
  if ('mend' in scrape) return { source: 'platform', ...names, metrics: [], gaps: [...metrics.gaps, scrape] }
  return {
    source: 'service',
    ...names,
    scrape,
    metrics: metrics.all,
    // an objective for probes would say nothing about the work of a worker
    ...(metrics.http && isAsked(service) ? { http: counted(metrics.http, metrics.all) } : {}),
    gaps: metrics.gaps,
  }
}

/** @returns where metrics are scraped, or what has to be known for that */
function scrapeOf(metrics: MetricsFact, path: string | undefined, port: number | undefined): Scrape | MetricsGap {
  const scraped = metrics.port ?? port
  if (scraped === 'unread') return NO_LISTENER
  if (scraped === undefined) return NO_PORT
  return path === undefined || hasParameter(path) ? NO_PATH : { port: scraped, path }
}

const NO_LISTENER: MetricsGap = {
  what: 'Metrics are answered by a listener of their own, whose port cannot be read from the code.',
  mend: 'Write its port as a number, which may be the default of a variable; until then the service is probed from outside.',
}
const NO_PORT: MetricsGap = {
  what: 'It exposes metrics, and no port is known that it answers on.',
  mend: 'Write the port into the code, as the default of a variable, or as EXPOSE of the Dockerfile; until then nothing is made of its metrics.',
}
const NO_PATH: MetricsGap = {
  what: 'It exposes metrics, and no route of its code is known that answers with them.',
  mend: 'Answer with them at a route whose path stands in the code, such as /metrics; until then the service is probed from outside.',
}

/** @returns the names with the series of requests: a metric that only grows by one for each request */
function counted(http: HttpMetrics, all: readonly Metric[]): HttpMetrics {
  const { requests } = http
  const type = all.find(other => other.name === requests)?.type
  return type === 'histogram' || type === 'summary' ? { ...http, requests: `${requests}_count` } : http
}
