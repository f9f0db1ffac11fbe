use std::env;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::get,
};
use serde::Serialize;
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::net::TcpListener;

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

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = env::var("PORT").ok().and_then(|value| value.parse().ok());
    let url = env::var("DATABASE_URL").expect("DATABASE_URL is set");
    let pool = PgPoolOptions::new()
        .connect_lazy(&url)
        .expect("the URL can be read");
    let app = Router::new()
        .route("/items/{id}", get(item))
        .route("/db", get(stored))
        .with_state(pool);
    let listener = TcpListener::bind(("127.0.0.1", port.unwrap_or(3000))).await?;
    axum::serve(listener, app).await
}
