//! What is known of parcels: those in PostgreSQL stay, sightings in Redis are forgotten after a day.

use redis::AsyncCommands;
use serde::Serialize;
use sqlx::PgPool;

const DAY: u64 = 86_400;

#[derive(Clone)]
pub struct Store {
    parcels: PgPool,
    sightings: redis::Client,
}

#[derive(Debug, Serialize)]
pub struct Parcel {
    pub code: String,
    pub weight_grams: i32,
}

#[derive(Debug)]
pub enum StoreError {
    Parcels(sqlx::Error),
    Sightings(redis::RedisError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        StoreError::Parcels(error)
    }
}

impl From<redis::RedisError> for StoreError {
    fn from(error: redis::RedisError) -> Self {
        StoreError::Sightings(error)
    }
}

impl Store {
    /// Nothing is connected to before the first use.
    pub fn open(database_url: &str, redis_url: &str) -> Result<Self, StoreError> {
        Ok(Store {
            parcels: PgPool::connect_lazy(database_url)?,
            sightings: redis::Client::open(redis_url)?,
        })
    }

    pub async fn parcel(&self, code: &str) -> Result<Option<Parcel>, StoreError> {
        let query = "SELECT code, weight_grams FROM parcels WHERE code = $1";
        let row: Option<(String, i32)> = sqlx::query_as(query)
            .bind(code)
            .fetch_optional(&self.parcels)
            .await?;
        Ok(row.map(|(code, weight_grams)| Parcel { code, weight_grams }))
    }

    pub async fn saw(&self, code: &str, place: &str) -> Result<(), StoreError> {
        let mut connection = self.sightings.get_multiplexed_async_connection().await?;
        let _: () = connection.set_ex(sighting(code), place, DAY).await?;
        Ok(())
    }
}

fn sighting(code: &str) -> String {
    format!("sighting:{code}")
}

#[cfg(test)]
mod tests {
    use super::sighting;

    #[test]
    fn a_sighting_is_kept_under_the_code_of_its_parcel() {
        assert_eq!(sighting("A-17"), "sighting:A-17");
    }
}
