import type { ModuleData } from './module-data.ts'
import type { Import } from './imports.ts'

const LOGGER = [
  'std::fmt',
  'std::fmt::Write',
  'tracing::Event',
  'tracing::Subscriber',
  'tracing::field::Field',
  'tracing::field::Visit',
  'tracing_subscriber::field::RecordFields',
  'tracing_subscriber::filter::LevelFilter',
  'tracing_subscriber::filter::Targets',
  'tracing_subscriber::fmt::FmtContext',
  'tracing_subscriber::fmt::FormatEvent',
  'tracing_subscriber::fmt::FormatFields',
  'tracing_subscriber::fmt::FormattedFields',
  'tracing_subscriber::fmt::format::Writer',
  'tracing_subscriber::fmt::time::FormatTime',
  'tracing_subscriber::fmt::time::SystemTime',
  'tracing_subscriber::layer::SubscriberExt',
  'tracing_subscriber::registry::LookupSpan',
  'tracing_subscriber::util::SubscriberInitExt',
]

/** @returns what the parts that all frameworks share name by its last part */
export function sharedPaths(d: ModuleData): readonly Import[] {
  return [
    { path: 'metrics::Gauge', when: d.metrics },
    { path: 'metrics::Histogram', when: d.metrics },
    { path: 'metrics::Label', when: d.metrics },
    { path: 'metrics_exporter_prometheus::Matcher', when: d.metrics },
    { path: 'metrics_exporter_prometheus::PrometheusBuilder', when: d.metrics },
    { path: 'metrics_exporter_prometheus::PrometheusHandle', when: d.metrics },
    { path: 'std::cell::RefCell', when: d.metrics },
    { path: 'std::collections::HashMap', when: d.metrics },
    { path: 'std::future::poll_fn', when: d.boundary },
    { path: 'std::hash::BuildHasher', when: d.id },
    { path: 'std::hash::Hasher', when: d.id },
    { path: 'std::hash::RandomState', when: d.id },
    { path: 'std::panic::AssertUnwindSafe', when: d.boundary },
    { path: 'std::panic::catch_unwind', when: d.boundary },
    { path: 'std::pin::pin', when: d.boundary },
    { path: 'std::str::FromStr', when: d.milliseconds },
    { path: 'std::sync::LazyLock', when: d.metrics || d.limits },
    { path: 'std::sync::atomic::Ordering', when: d.drain },
    { path: 'std::task::Poll', when: d.boundary },
    { path: 'std::time::Duration', when: d.metrics || d.milliseconds || d.needs.length > 0 },
    { path: 'std::time::Instant', when: d.seen },
    { path: 'tracing::Instrument', when: d.span },
    ...LOGGER.map(path => ({ path, when: d.logger !== '' })),
  ]
}
