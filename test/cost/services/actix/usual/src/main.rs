use std::env;

use actix_web::{
    App, HttpMessage, HttpResponse, HttpServer,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::{DefaultHeaders, Next, from_fn},
    web,
};
use actix_web_prom::PrometheusMetricsBuilder;
use serde::Serialize;
use sqlx::{PgPool, postgres::PgPoolOptions};
use tracing_actix_web::{RequestId, TracingLogger};
use tracing_subscriber::fmt::format::FmtSpan;

#[derive(Serialize)]
struct Item {
    id: String,
    name: String,
    price: i32,
}

async fn item(id: web::Path<String>) -> HttpResponse {
    let name = "lamp".to_owned();
    HttpResponse::Ok().json(Item {
        id: id.into_inner(),
        name,
        price: 1200,
    })
}

async fn stored(pool: web::Data<PgPool>) -> HttpResponse {
    let found: Result<(i32, String, i32), _> =
        sqlx::query_as("select id, name, price from items where id = $1")
            .bind(7)
            .fetch_one(pool.get_ref())
            .await;
    match found {
        Ok(row) => HttpResponse::Ok().json(Item {
            id: row.0.to_string(),
            name: row.1,
            price: row.2,
        }),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}

/// The identifier that the log has.
async fn tell_id(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let id = request.extensions().get::<RequestId>().copied();
    let mut response = next.call(request).await?;
    if let Some(id) = id.and_then(|id| HeaderValue::try_from(id.to_string()).ok()) {
        let name = HeaderName::from_static("x-request-id");
        response.headers_mut().insert(name, id);
    }
    Ok(response)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = env::var("PORT").ok().and_then(|value| value.parse().ok());
    let url = env::var("DATABASE_URL").expect("DATABASE_URL is set");
    let pool = PgPoolOptions::new()
        .connect_lazy(&url)
        .expect("the URL can be read");
    let pool = web::Data::new(pool);
    tracing_subscriber::fmt()
        .json()
        .with_span_events(FmtSpan::CLOSE)
        .init();
    let metrics = PrometheusMetricsBuilder::new("stock")
        .endpoint("/metrics")
        .build()
        .expect("names of metrics are right");
    HttpServer::new(move || {
        let headers = DefaultHeaders::new()
            .add((
                "content-security-policy",
                "default-src 'none'; frame-ancestors 'none'",
            ))
            .add(("referrer-policy", "no-referrer"))
            .add((
                "strict-transport-security",
                "max-age=31536000; includeSubDomains",
            ))
            .add(("x-content-type-options", "nosniff"))
            .add(("x-frame-options", "SAMEORIGIN"));
        App::new()
            .wrap(headers)
            .wrap(from_fn(tell_id))
            .wrap(TracingLogger::default())
            .wrap(metrics.clone())
            .app_data(pool.clone())
            .route("/items/{id}", web::get().to(item))
            .route("/db", web::get().to(stored))
    })
    .workers(2)
    .bind(("127.0.0.1", port.unwrap_or(3000)))?
    .run()
    .await
}
