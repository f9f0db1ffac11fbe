//! Starts the API.

mod prod_ready;

use std::{env, net::Ipv4Addr};

use parcels_api::router;
use parcels_store::Store;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    prod_ready::check_configuration();
    prod_ready::fmt_as_json();
    let port = env::var("PORT")
        .ok()
        .and_then(|value| value.parse().ok())
        .unwrap_or(8080);
    let database_url = env::var("DATABASE_URL").expect("DATABASE_URL is set");
    let redis_url = env::var("REDIS_URL").expect("REDIS_URL is set");
    let store = Store::open(&database_url, &redis_url).expect("both URLs can be read");
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)).await?;
    tracing::info!("listening on port {port}");
    prod_ready::serve(listener, router(store)).await
}
