use std::env;

use actix_web::{App, HttpResponse, HttpServer, web};
use serde::Serialize;
use sqlx::{PgPool, postgres::PgPoolOptions};

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

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = env::var("PORT").ok().and_then(|value| value.parse().ok());
    let url = env::var("DATABASE_URL").expect("DATABASE_URL is set");
    let pool = PgPoolOptions::new()
        .connect_lazy(&url)
        .expect("the URL can be read");
    let pool = web::Data::new(pool);
    HttpServer::new(move || {
        App::new()
            .app_data(pool.clone())
            .route("/items/{id}", web::get().to(item))
            .route("/db", web::get().to(stored))
    })
    .workers(2)
    .bind(("127.0.0.1", port.unwrap_or(3000)))?
    .run()
    .await
}
