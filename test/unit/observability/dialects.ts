import type { HttpMetrics, Metric, MetricsFact, MetricsGap, MetricType } from '../../../src/detect/types.ts'

/** What libraries expose, as the detection would tell it. */

const metric = (
  type: MetricType,
  name: string,
  labels: readonly string[] = [],
  buckets?: readonly number[],
): Metric => ({
  name,
  type,
  labels,
  ...(buckets ? { buckets } : {}),
})

const USUAL = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const NODE: readonly Metric[] = [
  metric('counter', 'process_cpu_user_seconds_total'),
  metric('counter', 'process_cpu_system_seconds_total'),
  metric('counter', 'process_cpu_seconds_total'),
  metric('gauge', 'process_start_time_seconds'),
  metric('gauge', 'process_resident_memory_bytes'),
  metric('gauge', 'process_open_fds'),
  metric('gauge', 'process_max_fds'),
  ...['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(of =>
    metric('gauge', `nodejs_eventloop_lag_${of}_seconds`),
  ),
  metric('gauge', 'nodejs_active_resources', ['type']),
  metric('gauge', 'nodejs_active_resources_total'),
  metric('gauge', 'nodejs_active_handles', ['type']),
  metric('gauge', 'nodejs_active_handles_total'),
  metric('gauge', 'nodejs_heap_size_total_bytes'),
  metric('gauge', 'nodejs_heap_size_used_bytes'),
  metric('gauge', 'nodejs_external_memory_bytes'),
  metric('gauge', 'nodejs_heap_space_size_used_bytes', ['space']),
  metric('gauge', 'nodejs_version_info', ['version', 'major', 'minor', 'patch']),
  metric('histogram', 'nodejs_gc_duration_seconds', ['kind'], [0.001, 0.01, 0.1, 1, 2, 5]),
]

const RUST: readonly Metric[] = [
  metric('counter', 'process_cpu_seconds_total'),
  metric('gauge', 'process_resident_memory_bytes'),
  metric('gauge', 'process_start_time_seconds'),
  metric('gauge', 'process_open_fds'),
  metric('gauge', 'process_max_fds'),
]

const TOKIO: readonly Metric[] = [
  metric('gauge', 'tokio_busy_ratio'),
  metric('gauge', 'tokio_global_queue_depth'),
  metric('gauge', 'tokio_live_tasks_count'),
  metric('gauge', 'tokio_workers_count'),
]

function fact(
  library: string,
  all: readonly Metric[],
  http?: HttpMetrics,
  gaps: readonly MetricsGap[] = [],
): MetricsFact {
  return { value: library, certainty: 'certain', evidence: [], all, gaps, ...(http ? { http } : {}) }
}

const COUNT = 'http_request_duration_seconds_count'
const DURATION = 'http_request_duration_seconds'

const moduleHttp: readonly Metric[] = [
  metric('histogram', DURATION, ['method', 'route', 'status'], USUAL),
  metric('gauge', 'http_requests_in_flight'),
  metric('gauge', 'dependency_up', ['dependency']),
]
const MODULE: HttpMetrics = {
  requests: COUNT,
  duration: DURATION,
  inFlight: 'http_requests_in_flight',
  labels: { method: 'method', route: 'route', status: 'status' },
  unmatched: { value: 'unmatched' },
}

export const DIALECTS: Readonly<Record<string, MetricsFact>> = {
  'prod-ready, Node': fact('prod-ready', [...moduleHttp, ...NODE], MODULE),
  'prod-ready, Rust': fact('prod-ready', [...moduleHttp, ...RUST, ...TOKIO], MODULE),
  'fastify-metrics': fact(
    'fastify-metrics',
    [metric('histogram', DURATION, ['method', 'route', 'status_code'], USUAL), ...NODE],
    {
      requests: COUNT,
      duration: DURATION,
      labels: { method: 'method', route: 'route', status: 'status_code' },
      unmatched: 'not recorded',
    },
  ),
  'axum-prometheus': fact(
    'axum-prometheus',
    [
      metric('counter', 'axum_http_requests_total', ['method', 'status', 'endpoint']),
      metric('histogram', 'axum_http_requests_duration_seconds', ['method', 'status', 'endpoint'], USUAL),
      metric('gauge', 'axum_http_requests_pending', ['method', 'endpoint']),
    ],
    {
      requests: 'axum_http_requests_total',
      duration: 'axum_http_requests_duration_seconds',
      inFlight: 'axum_http_requests_pending',
      labels: { method: 'method', route: 'endpoint', status: 'status' },
      unmatched: 'raw path',
    },
  ),
  'express-prom-bundle without options': fact(
    'express-prom-bundle',
    [metric('histogram', DURATION, ['status_code'], [0.003, 0.03, 0.1, 0.3, 1.5, 10])],
    { requests: COUNT, duration: DURATION, labels: { status: 'status_code' }, unmatched: 'unknown' },
    [{ what: 'the library has no label for the route', mend: 'Set includePath and includeMethod.' }],
  ),
  'a summary': fact(
    'actix-web-metrics',
    [
      metric('summary', 'http_server_request_duration', [
        'http_route',
        'http_request_method',
        'http_response_status_code',
      ]),
    ],
    {
      requests: 'http_server_request_duration_count',
      labels: { method: 'http_request_method', route: 'http_route', status: 'http_response_status_code' },
      unmatched: { value: 'UNKNOWN' },
    },
    [{ what: 'durations are a summary', mend: 'Set buckets.' }],
  ),
  'a histogram without a status': fact('own', [metric('histogram', 'latency_seconds', ['path'], [0.1, 2])], {
    requests: 'latency_seconds_count',
    duration: 'latency_seconds',
    labels: { route: 'path' },
    unmatched: 'unknown',
  }),
  'no HTTP metric': fact('@willsoto/nestjs-prometheus', NODE),
}
