//! The places where a directory can be kept.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};
use guestpass_store::{Directory, StoreLocation, StoreOptions};
use tempfile::TempDir;

use crate::postgres::PostgresServer;

/// Kinds of databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A SQLite file.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// Real databases, which go with this value.
#[derive(Debug)]
pub struct Stores {
    folder: TempDir,
    postgres: PostgresServer,
    files: AtomicU32,
}

impl Stores {
    /// All places: what is true of one must be true of every other.
    pub const ALL: [Place; 2] = [Place::Sqlite, Place::Postgres];

    /// Starts what has to be started.
    ///
    /// # Errors
    ///
    /// PostgreSQL is not installed, or does not start.
    pub fn start() -> Result<Self> {
        Ok(Self { folder: tempfile::tempdir()?, postgres: PostgresServer::start()?, files: AtomicU32::new(0) })
    }

    /// The PostgreSQL server, for whoever stops it.
    #[must_use]
    pub fn postgres(&self) -> &PostgresServer {
        &self.postgres
    }

    /// Where an empty directory can be made.
    ///
    /// # Errors
    ///
    /// The database cannot be made.
    pub fn empty(&self, place: Place) -> Result<StoreLocation> {
        Ok(match place {
            Place::Sqlite => {
                let number = self.files.fetch_add(1, Ordering::Relaxed);
                StoreLocation::File(self.folder.path().join(format!("directory{number}.db")))
            }
            Place::Postgres => StoreLocation::Postgres(self.postgres.database()?),
        })
    }

    /// An empty directory.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub async fn open(&self, place: Place) -> Result<Directory> {
        Ok(Directory::open(&self.empty(place)?, StoreOptions::default()).await?)
    }
}

/// Does something on every kind of database, one after the other.
///
/// # Errors
///
/// The databases do not start, or what is done fails.
pub fn on_every_store(mut done: impl AsyncFnMut(&Stores, Place) -> Result<()>) -> Result<()> {
    let stores = Stores::start()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for place in Stores::ALL {
        runtime.block_on(done(&stores, place)).with_context(|| format!("on {place:?}"))?;
    }
    Ok(())
}
