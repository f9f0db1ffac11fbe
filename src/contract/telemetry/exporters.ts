import type { Metric, MetricType } from '../../detect/types.ts'
import type { Probe } from '../types.ts'

/*
 * Metrics of exporters that generated queries use, beside those of what services need (`needs/`). Names and labels were read in
 * kube-state-metrics 2.20.0 (docs), cAdvisor and blackbox_exporter.
 */

/** @returns a metric as generated queries know it */
export const metric = (
  type: MetricType,
  name: string,
  labels: readonly string[] = [],
  unit?: 'seconds' | 'bytes',
): Metric => ({ name, type, labels, ...(unit ? { unit } : {}) })

const CONTAINER = ['namespace', 'pod', 'container']

const PROBE_METRICS: readonly Metric[] = [
  metric('gauge', 'probe_success'),
  metric('gauge', 'probe_duration_seconds', [], 'seconds'),
]

/** @returns what blackbox_exporter tells of an address that it probes in that way, under the job of the probe */
export function probeMetrics(probe: Probe | undefined): readonly Metric[] {
  return probe?.kind === 'http' ? [...PROBE_METRICS, metric('gauge', 'probe_http_status_code')] : PROBE_METRICS
}

/** What kube-state-metrics and cAdvisor tell of the pods of a service, whatever their job is called. */
export const KUBERNETES_METRICS: readonly Metric[] = [
  metric('counter', 'kube_pod_container_status_restarts_total', CONTAINER),
  metric('gauge', 'kube_pod_container_status_waiting_reason', [...CONTAINER, 'reason']),
  metric('gauge', 'kube_pod_container_resource_limits', [...CONTAINER, 'resource', 'unit']),
  metric('gauge', 'kube_deployment_spec_replicas', ['namespace', 'deployment']),
  metric('gauge', 'kube_deployment_status_replicas_available', ['namespace', 'deployment']),
  metric('gauge', 'kube_horizontalpodautoscaler_status_current_replicas', ['namespace', 'horizontalpodautoscaler']),
  metric('gauge', 'kube_horizontalpodautoscaler_spec_max_replicas', ['namespace', 'horizontalpodautoscaler']),
  metric('gauge', 'container_memory_working_set_bytes', CONTAINER, 'bytes'),
  metric('counter', 'container_cpu_usage_seconds_total', CONTAINER, 'seconds'),
  metric('counter', 'container_cpu_cfs_throttled_periods_total', CONTAINER),
  metric('counter', 'container_cpu_cfs_periods_total', CONTAINER),
]
