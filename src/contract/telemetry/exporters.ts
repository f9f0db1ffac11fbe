import type { Metric, MetricType } from '../../detect/types.ts'

/**
 * Metrics of exporters that generated queries use. Names and labels were read in the sources of postgres_exporter 0.20.1
 * (collector/*.go), redis_exporter 1.88.0 (exporter/exporter.go), kube-state-metrics 2.20.0 (docs), cAdvisor and blackbox_exporter.
 */
const metric = (
  type: MetricType,
  name: string,
  labels: readonly string[] = [],
  unit?: 'seconds' | 'bytes',
): Metric => ({ name, type, labels, ...(unit ? { unit } : {}) })

const DATABASE = ['datid', 'datname']
const ACTIVITY = ['datname', 'state', 'usename', 'application_name', 'backend_type', 'wait_event_type', 'wait_event']

export const METRICS_OF: Readonly<Record<'postgres' | 'redis', readonly Metric[]>> = {
  postgres: [
    metric('gauge', 'pg_up'),
    metric('gauge', 'pg_stat_activity_count', ACTIVITY),
    metric('gauge', 'pg_stat_activity_max_tx_duration', ACTIVITY, 'seconds'),
    metric('gauge', 'pg_settings_max_connections', ['server']),
    metric('gauge', 'pg_settings_superuser_reserved_connections', ['server']),
    metric('counter', 'pg_stat_database_xact_commit', DATABASE),
    metric('counter', 'pg_stat_database_xact_rollback', DATABASE),
    metric('counter', 'pg_stat_database_blks_read', DATABASE),
    metric('counter', 'pg_stat_database_blks_hit', DATABASE),
    metric('counter', 'pg_stat_database_deadlocks', DATABASE),
    metric('gauge', 'pg_stat_database_numbackends', DATABASE),
    metric('gauge', 'pg_database_size_bytes', ['datname'], 'bytes'),
    metric('gauge', 'pg_locks_count', ['datname', 'mode']),
  ],
  redis: [
    metric('gauge', 'redis_up'),
    metric('gauge', 'redis_connected_clients'),
    metric('gauge', 'redis_blocked_clients'),
    metric('gauge', 'redis_max_clients'),
    metric('gauge', 'redis_memory_used_bytes', [], 'bytes'),
    metric('gauge', 'redis_memory_max_bytes', [], 'bytes'),
    metric('counter', 'redis_commands_processed_total'),
    metric('counter', 'redis_keyspace_hits_total'),
    metric('counter', 'redis_keyspace_misses_total'),
    metric('counter', 'redis_evicted_keys_total'),
    metric('counter', 'redis_rejected_connections_total'),
  ],
}

const CONTAINER = ['namespace', 'pod', 'container']

/** What blackbox_exporter tells of a probed address, under the job of the probe. */
export const PROBE_METRICS: readonly Metric[] = [
  metric('gauge', 'probe_success'),
  metric('gauge', 'probe_duration_seconds', [], 'seconds'),
  metric('gauge', 'probe_http_status_code'),
]

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
