//! What somebody does who gets at the database itself.

use anyhow::{Result, bail};
use guestpass_store::StoreLocation;
use sqlx::AnyPool;
use sqlx::any::{AnyPoolOptions, install_default_drivers};

/// One connection to a database, which is made if it is a file that is not there.
///
/// # Errors
/// Nobody gets at a store in memory; or the database does not answer.
pub async fn pool(location: &StoreLocation) -> Result<AnyPool> {
    install_default_drivers();
    let url = match location {
        StoreLocation::File(path) => format!("sqlite://{}?mode=rwc", path.display()),
        StoreLocation::Postgres(url) => url.clone(),
        StoreLocation::Memory => bail!("nobody else gets at it"),
    };
    Ok(AnyPoolOptions::new().max_connections(1).connect(&url).await?)
}

/// Runs one statement.
///
/// # Errors
/// As [`pool`]; or the database refuses the statement.
pub async fn run(location: &StoreLocation, statement: &'static str) -> Result<()> {
    let pool = pool(location).await?;
    sqlx::query(statement).execute(&pool).await?;
    pool.close().await;
    Ok(())
}
