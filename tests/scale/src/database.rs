//! The database: a PostgreSQL of our own, and what it counts.

use anyhow::{Context, Result};
use guestpass_store::StoreLocation;
use guestpass_store_tests::PostgresServer;
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, Row};

/// What has been counted so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    /// Transactions. Each question outside of one is one itself.
    pub(crate) transactions: u64,
}

/// The server with one database.
pub(crate) struct Database {
    server: PostgresServer,
    url: String,
    pool: PgPool,
}

impl Database {
    pub(crate) async fn start() -> Result<Self> {
        let server = PostgresServer::start()?;
        let url = server.database()?;
        let pool = PgPoolOptions::new().max_connections(1).connect(&url).await.context("connecting to count")?;
        Ok(Self { server, url, pool })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn location(&self) -> StoreLocation {
        StoreLocation::Postgres(self.url.clone())
    }

    pub(crate) fn process(&self) -> u32 {
        self.server.process()
    }

    /// The connections tell what they counted a second later at most, while they are used.
    pub(crate) async fn counted(&self) -> Result<Counted> {
        let text = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";
        let transactions: i64 = sqlx::query(text).fetch_one(&self.pool).await?.try_get(0)?;
        Ok(Counted { transactions: u64::try_from(transactions)? })
    }

    /// Bytes of the database on disk.
    pub(crate) async fn bytes(&self) -> Result<u64> {
        let text = "SELECT pg_database_size(current_database())";
        let bytes: i64 = sqlx::query(text).fetch_one(&self.pool).await?.try_get(0)?;
        Ok(u64::try_from(bytes)?)
    }

    pub(crate) async fn version(&self) -> Result<String> {
        Ok(sqlx::query("SHOW server_version").fetch_one(&self.pool).await?.try_get(0)?)
    }
}
