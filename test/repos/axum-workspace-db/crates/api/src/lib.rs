//! The routes of the API.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    routing::{get, put},
    Json, Router,
};
use parcels_store::{Parcel, Store, StoreError};

pub fn router(store: Store) -> Router {
    Router::new()
        .route("/parcels/:code", get(parcel))
        .route("/parcels/:code/place", put(saw))
        .with_state(store)
}

async fn parcel(
    State(store): State<Store>,
    Path(code): Path<String>,
) -> Result<Json<Parcel>, StatusCode> {
    let found = store.parcel(&code).await.map_err(unavailable)?;
    found.map(Json).ok_or(StatusCode::NOT_FOUND)
}

async fn saw(
    State(store): State<Store>,
    Path(code): Path<String>,
    place: String,
) -> Result<StatusCode, StatusCode> {
    store.saw(&code, &place).await.map_err(unavailable)?;
    Ok(StatusCode::NO_CONTENT)
}

fn unavailable(error: StoreError) -> StatusCode {
    tracing::error!(?error, "the store cannot be used");
    StatusCode::SERVICE_UNAVAILABLE
}
