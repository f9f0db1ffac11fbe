mod prod_ready;

use std::env;

use actix_web::{get, post, web, App, HttpResponse, HttpServer, Responder};
use orders_core::Order;

#[get("/health")]
async fn health() -> impl Responder {
    HttpResponse::Ok().body("ok")
}

#[post("/orders/total")]
async fn total(order: web::Json<Order>) -> impl Responder {
    match order.total_cents() {
        Some(cents) => HttpResponse::Ok().json(cents),
        None => HttpResponse::UnprocessableEntity().finish(),
    }
}

fn routes(config: &mut web::ServiceConfig) {
    config.service(health).service(total);
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    prod_ready::log_as_json();
    let port = env::var("PORT")
        .ok()
        .and_then(|value| value.parse::<u16>().ok())
        .unwrap_or(8080);
    println!("listening on port {port}");
    HttpServer::new(|| prod_ready::harden(App::new().configure(routes)))
        .shutdown_signal(prod_ready::drain())
        .workers(2)
        .shutdown_timeout(5)
        .bind(("0.0.0.0", port))?
        .run()
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test;

    #[actix_web::test]
    async fn health_answers_200() {
        let app = test::init_service(App::new().configure(routes)).await;
        let request = test::TestRequest::get().uri("/health").to_request();
        let response = test::call_service(&app, request).await;
        assert!(response.status().is_success());
    }
}
