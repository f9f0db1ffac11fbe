mod prod_ready;

use std::{env, path::Path};

use axum::{Json, Router, extract::Path as UrlPath, routing::get};
use tokio::{net::TcpListener, signal::unix};
use tower_http::services::{ServeDir, ServeFile};

/// The front end that `npm run build` leaves in `web/`.
fn front_end(folder: &Path) -> ServeDir<ServeFile> {
    ServeDir::new(folder).fallback(ServeFile::new(folder.join("index.html")))
}

/// A repeatable throw: the same seed shows the same face.
fn face(seed: u32) -> u32 {
    seed.wrapping_mul(2_654_435_761) % 6 + 1
}

fn app(folder: &Path) -> Router {
    Router::new()
        .route("/health", get(|| async { "ok" }))
        .route(
            "/api/throw/{seed}",
            get(|UrlPath(seed): UrlPath<u32>| async move { Json(face(seed)) }),
        )
        .fallback_service(front_end(folder))
}

async fn stop_requested() {
    let mut terminate =
        unix::signal(unix::SignalKind::terminate()).expect("the SIGTERM handler can be installed");
    tokio::select! {
        _ = terminate.recv() => {},
        _ = tokio::signal::ctrl_c() => {},
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    prod_ready::log_as_json();
    let folder = env::var("WEB_DIR").unwrap_or_else(|_| "web/dist".into());
    let port = env::var("PORT").unwrap_or_else(|_| "3000".into());
    let listener = TcpListener::bind(format!("0.0.0.0:{port}")).await?;
    println!("listening on {}", listener.local_addr()?);
    axum::serve(listener, prod_ready::harden(app(Path::new(&folder))))
        .with_graceful_shutdown(prod_ready::drain(stop_requested()))
        .await
}

#[cfg(test)]
mod tests {
    use super::face;

    #[test]
    fn every_throw_shows_one_to_six() {
        assert!((0..1000).map(face).all(|face| (1..=6).contains(&face)));
    }
}
