import type { Metric } from '../types.ts'

/** What prom-client, the prometheus crate and the libraries on top of them divide seconds into. */
export const STANDARD_BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** Of the semantic conventions of OpenTelemetry. */
export const OTEL_BUCKETS: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
]

/** @returns the unit that a name ends in, as the conventions of Prometheus want it */
function unitOf(name: string): Pick<Metric, 'unit'> {
  const unit = /_(seconds|bytes)(?:_total)?$/.exec(name)?.[1]
  return unit === 'seconds' || unit === 'bytes' ? { unit } : {}
}

export function counter(name: string, labels: readonly string[] = []): Metric {
  return { name, type: 'counter', labels, ...unitOf(name) }
}

export function gauge(name: string, labels: readonly string[] = []): Metric {
  return { name, type: 'gauge', labels, ...unitOf(name) }
}

export function summary(name: string, labels: readonly string[], unit?: Metric['unit']): Metric {
  return { name, type: 'summary', labels, ...(unit ? { unit } : unitOf(name)) }
}

/** @param buckets undefined where they cannot be told */
export function histogram(
  name: string,
  labels: readonly string[],
  buckets?: readonly number[],
  unit?: Metric['unit'],
): Metric {
  return { name, type: 'histogram', labels, ...(buckets ? { buckets } : {}), ...(unit ? { unit } : unitOf(name)) }
}

const lag = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(part => `nodejs_eventloop_lag_${part}_seconds`)
const active = ['resources', 'handles', 'requests'].map(part => `nodejs_active_${part}`)
const spaces = ['total', 'used', 'available'].map(part => `nodejs_heap_space_size_${part}_bytes`)

/** The default metrics of prom-client 15. Those that end in `_total` but for the first three are gauges, whatever the name says. */
const NODE_DEFAULTS: readonly Metric[] = [
  counter('process_cpu_user_seconds_total'),
  counter('process_cpu_system_seconds_total'),
  counter('process_cpu_seconds_total'),
  gauge('process_start_time_seconds'),
  gauge('process_resident_memory_bytes'),
  gauge('process_virtual_memory_bytes'),
  gauge('process_heap_bytes'),
  gauge('process_open_fds'),
  gauge('process_max_fds'),
  gauge('nodejs_eventloop_lag_seconds'),
  ...lag.map(name => gauge(name)),
  ...active.flatMap(name => [gauge(name, ['type']), gauge(`${name}_total`)]),
  gauge('nodejs_heap_size_total_bytes'),
  gauge('nodejs_heap_size_used_bytes'),
  gauge('nodejs_external_memory_bytes'),
  ...spaces.map(name => gauge(name, ['space'])),
  gauge('nodejs_version_info', ['version', 'major', 'minor', 'patch']),
  histogram('nodejs_gc_duration_seconds', ['kind'], [0.001, 0.01, 0.1, 1, 2, 5]),
]

/** @returns the default metrics of prom-client with something in front of their names, and labels that all have */
export function nodeDefaults(prefix = '', labels: readonly string[] = []): readonly Metric[] {
  return NODE_DEFAULTS.map(metric => ({
    ...metric,
    name: `${prefix}${metric.name}`,
    labels: [...metric.labels, ...labels],
  }))
}

/** What the feature `process` of the prometheus crate adds on Linux. */
export const PROCESS_METRICS: readonly Metric[] = [
  counter('process_cpu_seconds_total'),
  gauge('process_open_fds'),
  gauge('process_max_fds'),
  gauge('process_virtual_memory_bytes'),
  gauge('process_resident_memory_bytes'),
  gauge('process_start_time_seconds'),
  gauge('process_threads'),
]
