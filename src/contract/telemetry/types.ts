import type { HttpMetrics, Metric, MetricsGap } from '../../detect/types.ts'

/** What can be asked of Prometheus about a service: the only source of a metric name, a label or a bucket. */
export type Telemetry = OwnTelemetry | PlatformTelemetry

interface Common {
  /** Value of the `job` label of what the service exposes itself, and of the probe that looks at it from outside. */
  readonly job: string
  readonly probeJob: string
  /** What the library cannot carry, and what is not known of where it answers. */
  readonly gaps: readonly MetricsGap[]
}

/** It exposes metrics itself, at a port and a path that are known. */
export interface OwnTelemetry extends Common {
  readonly source: 'service'
  readonly scrape: Scrape
  /** Metrics under `job`. */
  readonly metrics: readonly Metric[]
  /** As the service has it, but `requests` is the series itself: a counter, or a `_count`. */
  readonly http?: HttpMetrics
}

/** Only what surrounds it (probe, container, Kubernetes) is known. */
export interface PlatformTelemetry extends Common {
  readonly source: 'platform'
  readonly scrape?: undefined
  readonly metrics: readonly []
  readonly http?: undefined
}

export interface Scrape {
  readonly port: number
  readonly path: string
}
