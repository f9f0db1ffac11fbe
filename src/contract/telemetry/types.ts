import type { HttpMetrics, Metric, MetricsGap } from '../../detect/types.ts'

/** What can be asked of Prometheus about a service: the only source of a metric name, a label or a bucket. */
export interface Telemetry {
  /** `service`: it exposes metrics itself · `platform`: only what surrounds it (probe, container, Kubernetes) is known. */
  readonly source: 'service' | 'platform'
  /** Value of the `job` label of what the service exposes itself, and of the probe that looks at it from outside. */
  readonly job: string
  readonly probeJob: string
  /** Where it is scraped; undefined for the platform's view. */
  readonly scrape?: Scrape
  /** Metrics under `job`; empty for the platform's view. */
  readonly metrics: readonly Metric[]
  /** As the service has it, but `requests` is the series itself: a counter, or a `_count`. */
  readonly http?: HttpMetrics
  /** Which runtime's metrics are among them. */
  readonly runtime?: 'node' | 'tokio'
  readonly process: boolean
  /** What the library cannot carry. */
  readonly gaps: readonly MetricsGap[]
}

export interface Scrape {
  readonly port: number
  readonly path: string
}
