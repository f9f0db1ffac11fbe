use std::env;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderName, HeaderValue, Request, StatusCode, header},
    routing::get,
};
use axum_prometheus::PrometheusMetricLayer;
use serde::Serialize;
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::{
    ServiceBuilderExt,
    request_id::MakeRequestUuid,
    set_header::SetResponseHeaderLayer,
    trace::{DefaultOnResponse, TraceLayer},
};
use tracing::Level;

#[derive(Serialize)]
struct Item {
    id: String,
    name: String,
    price: i32,
}

async fn item(Path(id): Path<String>) -> Json<Item> {
    let name = "lamp".to_owned();
    Json(Item {
        id,
        name,
        price: 1200,
    })
}

async fn stored(State(pool): State<PgPool>) -> Result<Json<Item>, StatusCode> {
    let row: (i32, String, i32) = sqlx::query_as("select id, name, price from items where id = $1")
        .bind(7)
        .fetch_one(&pool)
        .await
        .map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(Json(Item {
        id: row.0.to_string(),
        name: row.1,
        price: row.2,
    }))
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = env::var("PORT").ok().and_then(|value| value.parse().ok());
    let url = env::var("DATABASE_URL").expect("DATABASE_URL is set");
    let pool = PgPoolOptions::new()
        .connect_lazy(&url)
        .expect("the URL can be read");
    tracing_subscriber::fmt().json().init();
    let (metrics, handle) = PrometheusMetricLayer::pair();
    let lines = TraceLayer::new_for_http()
        .make_span_with(|request: &Request<_>| {
            let id = request.headers().get("x-request-id");
            let request_id = id.and_then(|id| id.to_str().ok());
            let (method, path) = (request.method(), request.uri().path());
            tracing::info_span!("request", request_id, %method, path)
        })
        .on_response(DefaultOnResponse::new().level(Level::INFO));
    let around = ServiceBuilder::new()
        .set_x_request_id(MakeRequestUuid)
        .layer(lines)
        .propagate_x_request_id()
        .layer(header(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ))
        .layer(header(header::REFERRER_POLICY, "no-referrer"))
        .layer(header(
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        ))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .layer(metrics);
    let app = Router::new()
        .route("/items/{id}", get(item))
        .route("/db", get(stored))
        .route("/metrics", get(|| async move { handle.render() }))
        .layer(around)
        .with_state(pool);
    let listener = TcpListener::bind(("127.0.0.1", port.unwrap_or(3000))).await?;
    axum::serve(listener, app).await
}
