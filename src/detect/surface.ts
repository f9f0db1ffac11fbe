import type { Evidence, Fact } from './evidence.ts'

/** What a service shows to those who run it: routes, variables, metrics. */

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'ANY'

/** A route. Its value is the path with all that it is mounted under, as the framework's router writes it: `/users/:id`, `/users/{id}`. */
export interface RouteFact extends Fact<string> {
  readonly method: Method
}

/** A variable of the environment that the service reads; the value is its name. */
export interface VariableFact extends Fact<string> {
  /** What it is without the variable, as text; undefined when there is none or it is not known. */
  readonly default?: string
  /** True when the service does not start, or cannot work, without it. */
  readonly required: boolean
  /** True when its name says that it holds a secret, or a URL with one. */
  readonly secret: boolean
}

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary'

/** A series as it stands in the answer to a scrape: for a histogram the base name, without `_bucket`, `_sum` and `_count`. */
export interface Metric {
  readonly name: string
  readonly type: MetricType
  /** Names of its labels, without those that Prometheus adds (`job`, `instance`) and without `le` and `quantile`. */
  readonly labels: readonly string[]
  /** Upper bounds of a histogram, ascending, without `+Inf`. */
  readonly buckets?: readonly number[]
  /** Of the value, or of what is observed. */
  readonly unit?: 'seconds' | 'bytes'
}

/** How HTTP requests are counted: names among `Metrics.all`, and labels of those. */
export interface HttpMetrics {
  /** The metric whose rate is the rate of requests: a counter, or a histogram or summary (its `_count`), by its name among `MetricsFact.all`. */
  readonly requests: string
  /** Base name of the histogram of durations in seconds. */
  readonly duration?: string
  /** Gauge of the requests that are being handled. */
  readonly inFlight?: string
  readonly labels: { readonly method?: string; readonly route?: string; readonly status?: string }
  /** What the route label holds where no route matched: one value, or the path as the client wrote it, or nothing is recorded. */
  readonly unmatched: { readonly value: string } | 'raw path' | 'not recorded' | 'unknown'
}

/** What a metrics library cannot carry as it is set, and the change that would mend it. */
export interface MetricsGap {
  readonly what: string
  readonly mend: string
}

/** The metrics that a service exposes; the value is the library's name, `prod-ready` for the module that was added to its code. */
export interface MetricsFact extends Fact<string> {
  readonly all: readonly Metric[]
  readonly http?: HttpMetrics
  readonly gaps: readonly MetricsGap[]
  /** Port of a listener of its own; `unread`: there is one, and the code does not show its port; undefined: the service's port. */
  readonly port?: number | 'unread'
}

/** A part of the module that was added to the code of a service. */
export type AppFeature =
  'health' | 'metrics' | 'logging' | 'request-id' | 'error-boundary' | 'headers' | 'limits' | 'drain' | 'configuration'

/** The module that was added to the code of a service, and is called there. */
export interface AppModule {
  readonly path: string
  readonly features: readonly AppFeature[]
  readonly evidence: readonly Evidence[]
}
