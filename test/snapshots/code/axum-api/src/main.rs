mod notes;
mod prod_ready;

use std::{env, net::SocketAddr};

use axum::{routing::get, Router};

const DEFAULT_PORT: u16 = 3000;

fn app() -> Router {
    Router::new()
        .route("/", get(|| async { "notes\n" }))
        .route("/health", get(|| async { "ok" }))
        .nest("/api", notes::router())
}

/// Resolves when the process is asked to stop.
async fn stop_requested() {
    let interrupt = tokio::signal::ctrl_c();
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("the SIGTERM handler can be installed");
    tokio::select! {
        _ = interrupt => {},
        _ = terminate.recv() => {},
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    prod_ready::log_as_json();
    let port = env::var("PORT")
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(DEFAULT_PORT);
    let address = SocketAddr::from(([0, 0, 0, 0], port));
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on {address}");
    axum::serve(listener, prod_ready::harden(app()))
        .with_graceful_shutdown(prod_ready::drain(stop_requested()))
        .await
}
