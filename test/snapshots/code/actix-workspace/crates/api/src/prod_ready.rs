//! What this service needs in production, around its own code.
//!
//! The last `wrap` of `App` is the outermost: that must be `actix_web::middleware::from_fn(prod_ready::guard)`.
#![allow(dead_code)] // a service may use a part of it
#![allow(clippy::pedantic, clippy::nursery, clippy::restriction)] // rules for the service's own code
#![allow(unreachable_pub)]

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::fmt::Write;
use std::future::poll_fn;
use std::future::Future;
use std::hash::BuildHasher;
use std::hash::Hasher;
use std::hash::RandomState;
use std::panic::catch_unwind;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::str::FromStr;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::sync::LazyLock;
use std::task::Poll;
use std::time::Duration;
use std::time::Instant;

use actix_web::body::BodySize;
use actix_web::body::BoxBody;
use actix_web::body::MessageBody;
use actix_web::dev::Payload;
use actix_web::dev::ResponseHead;
use actix_web::dev::ServiceFactory;
use actix_web::dev::ServiceRequest;
use actix_web::dev::ServiceResponse;
use actix_web::error::InternalError;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::http::header::HeaderMap;
use actix_web::http::header::HeaderName;
use actix_web::http::header::HeaderValue;
use actix_web::http::ConnectionType;
use actix_web::http::Method;
use actix_web::http::StatusCode;
use actix_web::http::Uri;
use actix_web::middleware::from_fn;
use actix_web::middleware::Next;
use actix_web::rt;
use actix_web::rt::time::sleep;
use actix_web::rt::time::timeout;
use actix_web::web::Bytes;
use actix_web::App;
use actix_web::Error;
use actix_web::HttpMessage;
use actix_web::HttpRequest;
use actix_web::HttpResponse;
use futures_util::StreamExt;
use metrics::Gauge;
use metrics::Histogram;
use metrics::Label;
use metrics_exporter_prometheus::Matcher;
use metrics_exporter_prometheus::PrometheusBuilder;
use metrics_exporter_prometheus::PrometheusHandle;
use tracing::field::Field;
use tracing::field::Visit;
use tracing::Event;
use tracing::Instrument;
use tracing::Subscriber;
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;
use tracing_subscriber::fmt::time::SystemTime;
use tracing_subscriber::fmt::FmtContext;
use tracing_subscriber::fmt::FormatEvent;
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::FormattedFields;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

type Answer<B> = Result<ServiceResponse<B>, Error>;

fn setting<T: FromStr>(name: &str, default: T) -> T {
    let value = std::env::var(name).ok();
    value.and_then(|v| v.parse().ok()).unwrap_or(default)
}

fn milliseconds(name: &str, default: u64) -> Duration {
    Duration::from_millis(setting(name, default))
}

/// One JSON object a line on stdout, for what `RUST_LOG` lets through (`info`, `warn,my_crate=debug`); a panic is a line as
/// well. A logger that the service has set before stays.
pub fn log_as_json() {
    let level = std::env::var("RUST_LOG").unwrap_or_default();
    let filter = level.parse::<Targets>();
    let filter = match filter {
        Ok(filter) if !level.is_empty() => filter,
        _ => Targets::new().with_default(LevelFilter::INFO),
    };
    let lines = tracing_subscriber::fmt::layer();
    let lines = lines.fmt_fields(JsonLines).event_format(JsonLines);
    let logger = tracing_subscriber::registry().with(filter).with(lines);
    if logger.try_init().is_ok() {
        std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "panicked")));
    }
}

/// Fields as `"name":value`, each with a comma in front, and events as lines of them.
struct JsonLines;

impl<'w> FormatFields<'w> for JsonLines {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut json = JsonFields::new(writer, false);
        fields.record(&mut json);
        json.state
    }
}

impl<S> FormatEvent<S, JsonLines> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonLines>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let about = event.metadata();
        writer.write_str(r#"{"level":""#)?;
        writer.write_str(about.level().as_str())?;
        writer.write_str(r#"","timestamp":""#)?;
        SystemTime.format_time(&mut writer)?;
        writer.write_str(r#"","target":""#)?;
        Escaped(&mut writer).write_str(about.target())?;
        writer.write_char('"')?;
        for span in context.event_scope().into_iter().flatten() {
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<JsonLines>>();
            if let Some(fields) = fields.and_then(|fields| fields.strip_prefix(',')) {
                if span.metadata().target() == module_path!() {
                    write!(writer, ",{fields}")?; // the id of the request
                    continue;
                }
                // one span may have fields of the same names as another
                write!(writer, r#","span {}":{{{fields}}}"#, span.name())?;
            }
        }
        let mut json = JsonFields::new(writer.by_ref(), about.target() == module_path!());
        event.record(&mut json);
        json.state?;
        writer.write_str("}\n")
    }
}

/// Words in the names of fields whose values are not written.
const SECRETS: [&str; 6] = [
    "password",
    "secret",
    "token",
    "authorization",
    "cookie",
    "api_key",
];

/// What records of the crate `log` say of the place in the code.
const LOG_FIELDS: [&str; 3] = ["log.module_path", "log.file", "log.line"];

struct JsonFields<'w> {
    writer: Writer<'w>,
    /// This module's own fields are known, and no secrets.
    own: bool,
    state: fmt::Result,
}

impl<'w> JsonFields<'w> {
    fn new(writer: Writer<'w>, own: bool) -> Self {
        let state = Ok(());
        JsonFields { writer, own, state }
    }

    fn value(&mut self, field: &Field, write: impl FnOnce(&mut Writer<'w>) -> fmt::Result) {
        let name = field.name();
        if self.state.is_err() || LOG_FIELDS.contains(&name) {
            return;
        }
        let secret = !self.own && SECRETS.iter().any(|word| name.contains(word));
        self.state = self.key(name).and_then(|()| match secret {
            true => self.writer.write_str(r#""[redacted]""#),
            false => write(&mut self.writer),
        });
    }

    fn key(&mut self, name: &str) -> fmt::Result {
        self.writer.write_str(",\"")?;
        self.writer.write_str(name)?;
        self.writer.write_str("\":")
    }

    fn text(&mut self, field: &Field, write: impl FnOnce(&mut Escaped<'_, 'w>) -> fmt::Result) {
        self.value(field, |writer| {
            writer.write_char('"')?;
            write(&mut Escaped(writer))?;
            writer.write_char('"')
        });
    }
}

impl Visit for JsonFields<'_> {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.value(field, |writer| write!(writer, "{value}"));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.value(field, |writer| write!(writer, "{value}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.value(field, |writer| write!(writer, "{value}"));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.value(field, |writer| match value.is_finite() {
            true => write!(writer, "{value}"),
            false => writer.write_str("null"),
        });
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, |text| text.write_str(value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text(field, |text| write!(text, "{value:?}"));
    }
}

/// What is written to it stands inside of a JSON string.
struct Escaped<'a, 'w>(&'a mut Writer<'w>);

impl fmt::Write for Escaped<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let plain = |byte| matches!(byte, b' '..=b'~' if byte != b'"' && byte != b'\\');
        if text.bytes().all(plain) {
            return self.0.write_str(text);
        }
        text.chars().try_for_each(|c| match c {
            '"' | '\\' => write!(self.0, "\\{c}"),
            '\n' => self.0.write_str("\\n"),
            c if c.is_control() => write!(self.0, "\\u{:04x}", u32::from(c)),
            c => self.0.write_char(c),
        })
    }
}

/// Answers here and not as routes: a scope or a guard of the application cannot get in the way.
async fn probe(method: &Method, path: &str) -> Option<HttpResponse> {
    match path {
        _ if !matches!(*method, Method::GET | Method::HEAD) => None,
        "/ready" => Some(ready().await),
        "/metrics" => Some(scrape()),
        _ => None,
    }
}

/// Traffic is welcome: not while it drains.
async fn ready() -> HttpResponse {
    let draining = DRAINING.load(Ordering::Relaxed);
    let (status, word) = match draining {
        true => (StatusCode::SERVICE_UNAVAILABLE, "draining"),
        false => (StatusCode::OK, "ready"),
    };
    let body = format!(r#"{{"status":"{word}"}}"#);
    state(status, body)
}

fn state(status: StatusCode, body: String) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .body(body)
}

const DURATION: &str = "http_request_duration_seconds";
const IN_FLIGHT: &str = "http_requests_in_flight";
const BUCKETS: [f64; 11] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

struct Metrics {
    exporter: PrometheusHandle,
    in_flight: Gauge,
}

static METRICS: LazyLock<Metrics> = LazyLock::new(|| {
    // without buckets it would be a summary, and those of several instances cannot be added up
    let name = Matcher::Full(DURATION.to_owned());
    let recorder = match PrometheusBuilder::new().set_buckets_for_metric(name, &BUCKETS) {
        Ok(builder) => builder.build_recorder(),
        Err(_) => PrometheusBuilder::new().build_recorder(),
    };
    let exporter = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::error!("metrics go to another recorder, which the service has set before");
    }
    metrics::describe_histogram!(DURATION, "Time until the response, in seconds");
    metrics::describe_gauge!(IN_FLIGHT, "Requests that are being handled");
    let observed = exporter.clone();
    std::thread::spawn(move || sum_up(&observed));
    Metrics {
        exporter,
        in_flight: metrics::gauge!(IN_FLIGHT),
    }
});

/// Until this is done every observation is kept by itself.
fn sum_up(exporter: &PrometheusHandle) -> ! {
    loop {
        std::thread::sleep(Duration::from_secs(5));
        exporter.run_upkeep();
    }
}

thread_local! {
    /// By method and status, then by route: to find one by its labels costs more than to record in it.
    static SERIES: RefCell<HashMap<(&'static str, u16), HashMap<String, Histogram>>> = RefCell::default();
}

fn observe(method: &'static str, route: &str, status: u16, seconds: f64) {
    // there is none when the thread ends
    let _ = SERIES.try_with(|series| {
        let mut series = series.borrow_mut();
        let routes = series.entry((method, status)).or_default();
        if let Some(histogram) = routes.get(route) {
            return histogram.record(seconds);
        }
        let labels = vec![
            Label::new("method", method),
            Label::new("route", route.to_owned()),
            Label::new("status", status.to_string()),
        ];
        let histogram = metrics::histogram!(DURATION, labels);
        histogram.record(seconds);
        routes.insert(route.to_owned(), histogram);
    });
}

fn metrics_text() -> String {
    let mut text = METRICS.exporter.render();
    text.push_str(&process_metrics());
    text
}

/// What Linux says of this process. As text: a counter of the recorder holds whole numbers only.
fn process_metrics() -> String {
    let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let stat = read("/proc/self/stat");
    let Some((_, after_name)) = stat.rsplit_once(") ") else {
        return String::new();
    };
    // fields are counted from 1 in proc(5), and the state behind the name is the third one; a second has 100 ticks
    let field = |number: usize| after_name.split(' ').nth(number - 3);
    let number = |text: Option<&str>| text.and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    let seconds = |at: usize| number(field(at)) / 100.0;
    let behind = |text: &str, key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key));
        number(line.and_then(|rest| rest.split_whitespace().next()))
    };
    let values = [
        ("cpu_seconds_total counter", seconds(14) + seconds(15)),
        (
            "resident_memory_bytes gauge",
            behind(&read("/proc/self/status"), "VmRSS:") * 1024.0,
        ),
        (
            "start_time_seconds gauge",
            behind(&read("/proc/stat"), "btime") + seconds(22),
        ),
        (
            "open_fds gauge",
            std::fs::read_dir("/proc/self/fd").map_or(0.0, |files| files.count() as f64),
        ),
        (
            "max_fds gauge",
            behind(&read("/proc/self/limits"), "Max open files"),
        ),
    ];
    let mut text = String::new();
    for (metric, value) in values {
        let name = metric.split(' ').next().unwrap_or_default();
        text += &format!("# TYPE process_{metric}\nprocess_{name} {value}\n");
    }
    text
}

fn scrape() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; version=0.0.4"))
        .body(metrics_text())
}

/// Ends when it is dropped, so that a request counts and is logged whose client went away before the response (499).
struct Observation {
    started: Instant,
    method: &'static str,
    /// The template: paths as they were sent would make a new series for every id.
    route: Option<String>,
    status: u16,
    uri: Uri,
    id: HeaderValue,
}

impl Observation {
    fn of(request: &ServiceRequest, id: &HeaderValue) -> Self {
        METRICS.in_flight.increment(1.0);
        Observation {
            started: Instant::now(),
            method: method_label(request.method()),
            route: request.match_pattern(),
            status: 499,
            uri: request.uri().clone(),
            id: id.clone(),
        }
    }
}

impl Drop for Observation {
    fn drop(&mut self) {
        let seconds = self.started.elapsed().as_secs_f64();
        self.log(seconds * 1e3);
        METRICS.in_flight.decrement(1.0);
        let route = self.route.as_deref().unwrap_or("unmatched");
        observe(self.method, route, self.status, seconds);
    }
}

impl Observation {
    /// Without the query: it may hold a token.
    fn log(&self, ms: f64) {
        let request_id = text_of(&self.id);
        let route = self.route.as_deref().unwrap_or("unmatched");
        let (method, path, status) = (self.method, self.uri.path(), self.status);
        if status >= 500 {
            tracing::error!(parent: None, request_id, method, route, path, status, ms, "request");
        } else if status >= 400 {
            tracing::warn!(parent: None, request_id, method, route, path, status, ms, "request");
        } else {
            tracing::info!(parent: None, request_id, method, route, path, status, ms, "request");
        }
    }
}

/// A client may send any word as method: those that are not known share one value.
fn method_label(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

static X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

struct RequestId(HeaderValue);

/// Id of a request, for calls to other services.
pub fn request_id(request: &HttpRequest) -> String {
    let extensions = request.extensions();
    let id = extensions.get().map(|RequestId(id)| text_of(id).to_owned());
    id.unwrap_or_default()
}

/// The caller's id when it is a plain one, else a new one.
fn accept_id(headers: &HeaderMap) -> HeaderValue {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
    let given = headers.get(&X_REQUEST_ID).filter(|id| {
        let bytes = id.as_bytes();
        (1..=128).contains(&bytes.len()) && bytes.iter().all(plain)
    });
    given.cloned().unwrap_or_else(new_id)
}

/// 128 bits from the keys of the standard library's hasher: unique, and no secret.
fn new_id() -> HeaderValue {
    let half = || u128::from(RandomState::new().build_hasher().finish());
    let id = format!("{:032x}", (half() << 64) | half());
    HeaderValue::try_from(id).unwrap_or(HeaderValue::from_static("unknown"))
}

fn text_of(id: &HeaderValue) -> &str {
    id.to_str().unwrap_or_default()
}

/// An error as JSON, with the id of the request; handlers may return it too.
pub fn error(request: &HttpRequest, status: StatusCode) -> HttpResponse {
    let extensions = request.extensions();
    let id = extensions.get().map(|RequestId(id)| id.clone());
    error_response(status, &id.unwrap_or_else(new_id))
}

fn error_response(status: StatusCode, id: &HeaderValue) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("application/json")
        .body(error_text(status, id))
}

/// Ends a request without a response of its own.
fn failure(status: StatusCode, id: &HeaderValue) -> Error {
    InternalError::from_response(status, error_response(status, id)).into()
}

fn error_text(status: StatusCode, id: &HeaderValue) -> String {
    let reason = status.canonical_reason().unwrap_or("error");
    let code = reason.to_ascii_lowercase().replace([' ', '-'], "_");
    let id = text_of(id);
    format!(r#"{{"error":"{code}","requestId":"{id}"}}"#)
}

/// A panic ends the request it happens in, and not the connection; an error without a body gets one.
async fn with_errors_described<B: MessageBody + 'static>(
    answer: impl Future<Output = Answer<B>>,
    id: &HeaderValue,
) -> Answer<BoxBody> {
    let Some(answered) = without_panic(answer).await else {
        return Err(failure(StatusCode::INTERNAL_SERVER_ERROR, id));
    };
    let response = answered?.map_into_boxed_body();
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let described = response.headers().contains_key(header::CONTENT_TYPE);
    let size = response.response().body().size();
    if !failed || described || !matches!(size, BodySize::None | BodySize::Sized(0)) {
        return Ok(response);
    }
    Ok(response.map_body(|head, _| {
        let json = HeaderValue::from_static("application/json");
        head.headers_mut().insert(header::CONTENT_TYPE, json);
        BoxBody::new(error_text(status, id))
    }))
}

/// Nothing when the future panicked.
async fn without_panic<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context)));
        polled.map_or(Poll::Ready(None), |state| state.map(Some))
    })
    .await
}

/// Headers that the service has set itself stay.
fn add_security_headers(headers: &mut HeaderMap) {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let policy = match kind {
        Some(kind) if !kind.starts_with(b"application/json") => {
            "base-uri 'self'; object-src 'none'; frame-ancestors 'self'"
        }
        _ => "default-src 'none'; frame-ancestors 'none'",
    };
    let defaults = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    ];
    for (name, value) in defaults {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

/// Until the response begins: a stream may take longer.
static REQUEST_TIMEOUT: LazyLock<Duration> =
    LazyLock::new(|| milliseconds("REQUEST_TIMEOUT_MS", 30_000));

async fn in_time<B>(answer: impl Future<Output = Answer<B>>, id: &HeaderValue) -> Answer<B> {
    let answered = timeout(*REQUEST_TIMEOUT, answer).await;
    answered.unwrap_or_else(|_| Err(failure(StatusCode::GATEWAY_TIMEOUT, id)))
}

/// What the extractors of the service allow may be less.
static BODY_LIMIT: LazyLock<u64> = LazyLock::new(|| setting("BODY_LIMIT", 1_048_576));

fn is_too_large(request: &ServiceRequest) -> bool {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    length.is_some_and(|bytes| bytes > *BODY_LIMIT)
}

/// A body whose length is not said is counted as it comes: beyond the limit it is an error of the payload.
fn limit_body(request: &mut ServiceRequest) {
    let payload = request.take_payload();
    if matches!(payload, Payload::None) {
        return;
    }
    let mut left = *BODY_LIMIT;
    let counted = payload.map(move |chunk| -> Result<Bytes, PayloadError> {
        let chunk = chunk?;
        let rest = left.checked_sub(chunk.len() as u64);
        left = rest.ok_or(PayloadError::Overflow)?;
        Ok(chunk)
    });
    request.set_payload(Payload::Stream {
        payload: Box::pin(counted),
    });
}

fn has_body(request: &ServiceRequest) -> bool {
    let headers = request.headers();
    headers.contains_key(header::CONTENT_LENGTH) || headers.contains_key(header::TRANSFER_ENCODING)
}

/// What is done with every response.
struct Ending {
    seen: Observation,
    id: HeaderValue,
    has_body: bool,
}

impl Ending {
    fn apply(mut self, head: &mut ResponseHead) {
        self.seen.status = head.status.as_u16();
        add_security_headers(head.headers_mut());
        let headers = head.headers_mut();
        headers.insert(X_REQUEST_ID.clone(), self.id);
        // the rest of the body stays unread, so the connection cannot be used again
        let closes = self.has_body && head.status == StatusCode::PAYLOAD_TOO_LARGE;
        // clients that keep connections open go to another instance
        let closes = closes || DRAINING.load(Ordering::Relaxed);
        if closes {
            head.set_connection_type(ConnectionType::Close);
        }
    }
}

/// The application with all of this around it.
pub fn harden<T, B>(
    app: App<T>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = Error,
        InitError = (),
    >,
>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    app.wrap(from_fn(guard))
}

/// Goes around the application: the last `wrap` is the first that sees a request.
pub async fn guard<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Answer<BoxBody> {
    if let Some(response) = probe(request.method(), request.path()).await {
        return Ok(request.into_response(response));
    }
    if matches!(request.path(), "/health") {
        // a probe is neither counted nor logged
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let id = accept_id(request.headers());
    request.extensions_mut().insert(RequestId(id.clone()));
    let ending = Ending {
        seen: Observation::of(&request, &id),
        id: id.clone(),
        has_body: has_body(&request),
    };
    // at this level the id stands in the log whatever RUST_LOG says
    let span = tracing::error_span!("request", request_id = text_of(&id));
    let answer = handle(request, next, &id);
    let answer = answer.instrument(span);
    match answer.await {
        Ok(mut response) => {
            ending.apply(response.response_mut().head_mut());
            Ok(response)
        }
        Err(error) => {
            let mut response = error.error_response();
            ending.apply(response.head_mut());
            Err(InternalError::from_response(error, response).into())
        }
    }
}

/// The application. A clone of the request must not live on here: routing needs it for itself.
async fn handle<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
    id: &HeaderValue,
) -> Answer<BoxBody> {
    if is_too_large(&request) {
        let status = StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(request.into_response(error_response(status, id)));
    }
    limit_body(&mut request);
    let answer = next.call(request);
    let answer = in_time(answer, id);
    with_errors_described(answer, id).await
}

static DRAINING: AtomicBool = AtomicBool::new(false);

/// Waits for SIGTERM or Ctrl-C.
async fn stop_signal() {
    #[cfg(unix)]
    {
        use rt::signal::unix;
        let interrupt = unix::signal(unix::SignalKind::interrupt());
        let terminate = unix::signal(unix::SignalKind::terminate());
        let (Ok(mut interrupt), Ok(mut terminate)) = (interrupt, terminate) else {
            return std::future::pending().await;
        };
        poll_fn(|context| match terminate.poll_recv(context) {
            Poll::Ready(_) => Poll::Ready(()),
            Poll::Pending => interrupt.poll_recv(context).map(drop),
        })
        .await;
    }
    #[cfg(not(unix))]
    if rt::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// For `HttpServer::shutdown_signal`: it goes on serving until load balancers know, then requests in flight may end.
/// What is not over by then is cut off, and the process ends with 1.
pub async fn drain() {
    stop_signal().await;
    DRAINING.store(true, Ordering::Relaxed);
    tracing::info!("draining");
    sleep(milliseconds("SHUTDOWN_DELAY_MS", 5_000)).await;
    std::thread::spawn(|| {
        std::thread::sleep(milliseconds("SHUTDOWN_TIMEOUT_MS", 25_000));
        tracing::error!("requests were cut off");
        std::process::exit(1);
    });
}
