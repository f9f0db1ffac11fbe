import { describe, expect, it } from 'vitest'
import type { Metric, MetricsFact } from '../../../src/detect/index.ts'
import { cargo, serviceOf, type Files } from './read.ts'

const STANDARD = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const AXUM =
  'async fn run() { axum::serve(tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap(), app()).await; }\nfn main() { run() }\n'
const ACTIX =
  'async fn run() { actix_web::HttpServer::new(app).bind("0.0.0.0:8080").run().await; }\nfn main() { run() }\n'

async function metricsOf(dependencies: readonly string[], code: string, more: Files = {}): Promise<MetricsFact> {
  const isActix = dependencies.some(line => line.startsWith('actix'))
  const { metrics } = await serviceOf({
    'Cargo.toml': cargo([isActix ? 'actix-web = "4"' : 'axum = "0.8"', 'tokio = "1"', ...dependencies]),
    'src/main.rs': `${code}\n${isActix ? ACTIX : AXUM}`,
    ...more,
  })
  if (!metrics) throw new Error('no metrics')
  return metrics
}

const named = (metrics: MetricsFact, name: string): Metric | undefined => metrics.all.find(m => m.name === name)
const names = (metrics: MetricsFact): readonly string[] => metrics.all.map(m => m.name)
const gaps = (metrics: MetricsFact): readonly string[] => metrics.gaps.map(gap => gap.what)

describe('axum-prometheus', () => {
  const layer = (code: string, more: Files = {}): Promise<MetricsFact> =>
    metricsOf(['axum-prometheus = "0.9"'], `use axum_prometheus::*;\nfn app() -> axum::Router { ${code} }`, more)

  it('has names of its own, and the path of the client where no route matches', async () => {
    const metrics = await layer('let (layer, handle) = PrometheusMetricLayer::pair(); todo!()')
    expect(metrics.value).toBe('axum-prometheus')
    expect(metrics.http).toEqual({
      requests: 'axum_http_requests_total',
      duration: 'axum_http_requests_duration_seconds',
      inFlight: 'axum_http_requests_pending',
      labels: { method: 'method', route: 'endpoint', status: 'status' },
      unmatched: 'raw path',
    })
    expect(named(metrics, 'axum_http_requests_duration_seconds')?.buckets).toEqual(STANDARD)
    expect(named(metrics, 'axum_http_requests_pending')?.labels).toEqual(['method', 'endpoint'])
    expect(metrics.gaps.map(gap => gap.mend)).toEqual([expect.stringContaining('MatchedPathWithFallbackFn')])
  })

  it('takes over a prefix, and what bounds its labels', async () => {
    const metrics = await layer(
      'let (l, h) = PrometheusMetricLayerBuilder::new().with_prefix("shop").with_endpoint_label_type(EndpointLabel::MatchedPathWithFallbackFn(|_| "x".into())).enable_response_body_size(true).with_default_metrics().build_pair(); todo!()',
    )
    expect(metrics.http?.requests).toBe('shop_http_requests_total')
    expect(metrics.http?.unmatched).toBe('unknown')
    expect(names(metrics)).toContain('shop_http_response_body_size')
    expect(metrics.gaps).toEqual([])
  })

  it('is scraped at the port of the exporter that it hands on, at any path', async () => {
    const service = await serviceOf({
      'Cargo.toml': cargo(['axum = "0.8"', 'axum-prometheus = "0.9"']),
      'src/main.rs': `use axum_prometheus::{metrics_exporter_prometheus::PrometheusBuilder, PrometheusMetricLayer};\nfn app() -> axum::Router { let recorder = PrometheusBuilder::new().with_http_listener(([0, 0, 0, 0], 9100)).build(); todo!(PrometheusMetricLayer::new()) }\n${AXUM}`,
    })
    expect([service.metrics?.value, service.metrics?.port, service.metricsPath?.value]).toEqual([
      'axum-prometheus',
      9100,
      '/metrics',
    ])
  })

  it('is renamed by variables of the compiler', async () => {
    const metrics = await layer('let (l, h) = PrometheusMetricLayer::pair(); todo!()', {
      '.cargo/config.toml':
        '[env]\nAXUM_HTTP_REQUESTS_TOTAL = "shop_requests_total"\nAXUM_HTTP_REQUESTS_DURATION_SECONDS = { value = "shop_seconds", force = true }\n',
    })
    expect(metrics.http?.requests).toBe('shop_requests_total')
    expect(metrics.http?.duration).toBe('shop_seconds')
  })

  it('is not trusted where the prefix is a variable', async () => {
    const metrics = await layer(
      'PrometheusMetricLayerBuilder::new().with_prefix(prefix).with_default_metrics(); todo!()',
    )
    expect(metrics.http).toBeUndefined()
    expect(metrics.certainty).toBe('guess')
  })
})

describe('actix-web-prom', () => {
  const build = (code: string, features = ''): Promise<MetricsFact> =>
    metricsOf(
      [`actix-web-prom = { version = "0.10"${features} }`],
      `use actix_web_prom::{PrometheusMetricsBuilder, ActixMetricsConfiguration, LabelsConfiguration};\nfn app() { ${code} }`,
    )

  it('takes its names from a namespace, and the path of the client where no route matches', async () => {
    const metrics = await build('PrometheusMetricsBuilder::new("api").endpoint("/internal/metrics").build().unwrap();')
    expect(metrics.http).toEqual({
      requests: 'api_http_requests_total',
      duration: 'api_http_requests_duration_seconds',
      labels: { route: 'endpoint', method: 'method', status: 'status' },
      unmatched: 'raw path',
    })
    expect(gaps(metrics)[1]).toContain('Nothing of the process')
  })

  it('masks paths, has the process by a feature, and labels that all have', async () => {
    const metrics = await build(
      'let mut labels = HashMap::new(); labels.insert("region".to_string(), r); PrometheusMetricsBuilder::new("api").const_labels(labels).mask_unmatched_patterns("UNKNOWN").build();',
      ', features = ["process"]',
    )
    expect(metrics.http?.unmatched).toEqual({ value: 'UNKNOWN' })
    expect(named(metrics, 'api_http_requests_total')?.labels).toEqual(['endpoint', 'method', 'status', 'region'])
    expect(names(metrics)).toContain('process_max_fds')
    expect(metrics.gaps).toEqual([])
  })

  it('is renamed by its configurations', async () => {
    const metrics = await build(
      'PrometheusMetricsBuilder::new("api").metrics_configuration(ActixMetricsConfiguration::default().http_requests_total_name("requests").http_requests_duration_seconds_name("seconds").labels(LabelsConfiguration::default().endpoint("path").status("code"))).build();',
    )
    expect(metrics.http).toMatchObject({
      requests: 'api_requests',
      duration: 'api_seconds',
      labels: { route: 'path', method: 'method', status: 'code' },
    })
  })

  it('is not trusted where the namespace is a variable', async () => {
    const metrics = await build('PrometheusMetricsBuilder::new(&settings.name).build();')
    expect(metrics.http).toBeUndefined()
    expect(gaps(metrics)[0]).toContain('cannot be read')
  })
})

describe('metrics-exporter-prometheus', () => {
  const TRACK = `
    async fn track(req: Request, next: Next) -> Response {
      let path = match req.extensions().get::<MatchedPath>() { Some(p) => p.as_str().to_owned(), None => req.uri().path().to_owned() };
      let labels = [("method", m), ("path", path), ("status", s)];
      metrics::counter!("http_requests_total", &labels).increment(1);
      metrics::histogram!("http.requests.duration_seconds", &labels).record(t);
      metrics::gauge!("jobs", "queue" => name).set(1.0);
    }`
  const exporter = (builder: string, more = ''): Promise<MetricsFact> =>
    metricsOf(
      ['metrics = "0.24"', 'metrics-exporter-prometheus = "0.18"'],
      `use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};\nconst SECONDS: &[f64] = &[0.1, 0.5, 1.0];\n${TRACK}\nfn app() -> axum::Router { ${builder}; ${more} }`,
    )

  it('exposes summaries where no buckets are set: a gap', async () => {
    const metrics = await exporter('PrometheusBuilder::new().install_recorder().unwrap()')
    expect(named(metrics, 'http_requests_duration_seconds')?.type).toBe('summary')
    expect(metrics.http).toEqual({
      requests: 'http_requests_total',
      labels: { method: 'method', route: 'path', status: 'status' },
      unmatched: 'raw path',
    })
    expect(gaps(metrics)[0]).toContain('summary')
    expect(named(metrics, 'jobs')).toEqual({ name: 'jobs', type: 'gauge', labels: ['queue'] })
    expect(metrics.port).toBeUndefined()
  })

  it.each([
    ['one metric', 'set_buckets_for_metric(Matcher::Full("http.requests.duration_seconds".to_string()), SECONDS)'],
    ['an ending', 'set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &[0.1, 0.5, 1.0])'],
    ['all', 'set_buckets(&[0.1, 0.5, 1.0])'],
  ])('exposes histograms where buckets are set for %s', async (_, call) => {
    const metrics = await exporter(`PrometheusBuilder::new().${call}.unwrap().install().unwrap()`)
    expect(named(metrics, 'http_requests_duration_seconds')).toMatchObject({
      type: 'histogram',
      buckets: [0.1, 0.5, 1],
    })
    expect(metrics.http?.duration).toBe('http_requests_duration_seconds')
    expect(metrics.port).toBe(9000)
  })

  it('knows the port of its listener, or says that it does not', async () => {
    expect((await exporter('PrometheusBuilder::new().with_http_listener(([0, 0, 0, 0], 9102)).install()')).port).toBe(
      9102,
    )
    const unknown = await exporter('PrometheusBuilder::new().with_http_listener(address).install()')
    expect(unknown.port).toBe('unread')
  })

  it('knows that a layer around routes sees no other requests', async () => {
    const metrics = await exporter(
      'PrometheusBuilder::new().set_buckets(SECONDS).unwrap().install_recorder()',
      'axum::Router::new().route("/a", get(a)).route_layer(middleware::from_fn(track))',
    )
    expect(metrics.http?.unmatched).toBe('not recorded')
  })

  it('names nothing where the exporter changes the names', async () => {
    const metrics = await exporter('PrometheusBuilder::new().with_recommended_naming(true).install_recorder()')
    expect(metrics.all).toEqual([])
    expect(metrics.http).toBeUndefined()
  })
})

describe('the crate prometheus', () => {
  const own = (code: string, features = ''): Promise<MetricsFact> =>
    metricsOf([`prometheus = { version = "0.14"${features} }`], `use prometheus::*;\nfn app() {}\n${code}`)

  it('has what the code registers, through constants and options', async () => {
    const metrics = await own(
      `const METHOD: &str = "method";
      static TOTAL: LazyLock<IntCounterVec> = LazyLock::new(|| register_int_counter_vec!("http_requests_total", "x", &[METHOD, "route", "status"]).unwrap());
      static SECONDS: LazyLock<HistogramVec> = LazyLock::new(|| register_histogram_vec!("http_request_duration_seconds", "x", &["method", "route", "status"], vec![0.1, 1.0]).unwrap());
      fn more() {
        let size = IntGauge::with_opts(Opts::new("pool_size", "x").namespace("shop").subsystem("db"));
        let slow = Histogram::with_opts(HistogramOpts::new("slow_seconds", "x").buckets(exponential_buckets(0.01, 10.0, 3).unwrap()));
        let plain = register_histogram!(histogram_opts!("plain_seconds", "x"));
      }`,
      ', features = ["process"]',
    )
    expect(metrics.http).toEqual({
      requests: 'http_requests_total',
      duration: 'http_request_duration_seconds',
      labels: { method: 'method', route: 'route', status: 'status' },
      unmatched: 'unknown',
    })
    expect(named(metrics, 'http_request_duration_seconds')?.buckets).toEqual([0.1, 1])
    expect(named(metrics, 'shop_db_pool_size')?.type).toBe('gauge')
    expect(named(metrics, 'slow_seconds')?.buckets).toEqual([0.01, 0.1, 1])
    expect(named(metrics, 'plain_seconds')?.buckets).toEqual(STANDARD)
    expect(names(metrics)).toContain('process_threads')
    expect(metrics.gaps).toEqual([])
  })

  it('says what it cannot read', async () => {
    const metrics = await own('fn more(name: &str) { register_int_counter!(name, "x").unwrap(); }')
    expect(gaps(metrics)).toEqual([
      expect.stringContaining('The names of one metric'),
      expect.stringContaining('No metric counts the HTTP requests'),
      expect.stringContaining('Nothing of the process'),
    ])
  })
})

it('rocket_prometheus does not count requests without a route, and is renamed when it runs', async () => {
  const service = await serviceOf({
    'Cargo.toml': cargo(['rocket = "0.5"', 'rocket_prometheus = "0.10"']),
    'src/main.rs':
      'use rocket_prometheus::PrometheusMetrics;\n#[launch]\nfn rocket() -> _ { let prometheus = PrometheusMetrics::new(); rocket::build().attach(prometheus.clone()).mount("/internal/metrics", prometheus) }\n',
  })
  expect(service.metrics?.http).toEqual({
    requests: 'rocket_http_requests_total',
    duration: 'rocket_http_requests_duration_seconds',
    labels: { method: 'method', route: 'endpoint', status: 'status' },
    unmatched: 'not recorded',
  })
  expect(service.metricsPath?.value).toBe('/internal/metrics')
  expect(service.metrics?.gaps.map(gap => gap.what)).toEqual([
    expect.stringContaining('not recorded'),
    expect.stringContaining('ROCKET_PROMETHEUS_NAMESPACE'),
  ])
})

it('metrics of the runtime and of the process are added to those of requests', async () => {
  const metrics = await metricsOf(
    [
      'axum-prometheus = "0.9"',
      'metrics-process = "2"',
      'tokio-metrics = { version = "0.5", features = ["metrics-rs-integration"] }',
    ],
    'fn app() { let (l, h) = axum_prometheus::PrometheusMetricLayer::pair(); metrics_process::Collector::default().describe(); tokio_metrics::RuntimeMetricsReporterBuilder::default().describe_and_run(); }',
  )
  expect(metrics.value).toBe('axum-prometheus')
  expect(names(metrics)).toEqual(
    expect.arrayContaining(['axum_http_requests_total', 'process_resident_memory_bytes', 'tokio_busy_ratio']),
  )
})

it('actix-web-opentelemetry counts seconds in buckets that are made for milliseconds', async () => {
  const metrics = await metricsOf(
    ['actix-web-opentelemetry = "0.21"', 'opentelemetry-prometheus = "0.32"'],
    'fn app() { let e = opentelemetry_prometheus::exporter().build(); App::new().wrap(actix_web_opentelemetry::RequestMetrics::default()); }',
  )
  expect(metrics.http?.requests).toBe('http_server_duration_seconds')
  expect(metrics.http?.unmatched).toEqual({ value: 'default' })
  expect(gaps(metrics)[0]).toContain('milliseconds')
})

it('a listener that only answers scrapes has a port of its own', async () => {
  const metrics = await metricsOf(
    ['prometheus = "0.14"'],
    `${AXUM.replace('main', 'start')}fn app() { prometheus::register_int_counter!("jobs_total", "x"); }\nasync fn scrapes() { let l = tokio::net::TcpListener::bind("0.0.0.0:9090").await; axum::serve(l, axum::Router::new().route("/metrics", get(m))).await; }`,
  )
  expect(metrics.port).toBe(9090)
})
