//! From a location to connections.

use std::fs::{File, TryLockError};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyConnection, AnyPool, Connection};

use super::{StoreOptions, migrations};
use crate::errors::StoreError;
use crate::location::StoreLocation;

/// The type of all columns that are compared: by bytes, as SQLite does anyway.
const ORDERED_TEXT: &str = r#"DO $$ BEGIN
  CREATE DOMAIN ordered_text AS TEXT COLLATE "C";
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$"#;

/// Written ahead of the file, and on disk when a commit returns.
const SQLITE_SETTINGS: [&str; 3] =
    ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON"];

/// The lock on a file, which ends with this value. It is let go explicitly: a program that this process starts at that
/// moment has copies of all its open files until it runs, and with them the lock.
#[derive(Debug)]
pub(super) struct FileLock(File);

impl Drop for FileLock {
    fn drop(&mut self) {
        // What cannot be unlocked is unlocked when it is closed.
        drop(self.0.unlock());
    }
}

/// Holds the file beside a SQLite file, for as long as the result lives.
pub(super) fn lock(location: &StoreLocation) -> Result<Option<FileLock>, StoreError> {
    let StoreLocation::File(path) = location else { return Ok(None) };
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let failed = |cause| StoreError::File { path: name.to_string_lossy().into_owned(), cause };
    let file = File::options().create(true).truncate(false).write(true).open(&name).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(FileLock(file))),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(path.display().to_string())),
        Err(TryLockError::Error(cause)) => Err(failed(cause)),
    }
}

/// Stores in memory that this process has opened: each has a name of its own.
static MEMORIES: AtomicU64 = AtomicU64::new(0);

/// A connection that nobody uses. A store in memory is there as long as one is open, and those of the pool are closed
/// when somebody who waits for an answer goes away.
#[derive(Debug)]
pub(super) struct Anchor(#[expect(dead_code, reason = "it is held, and closed with the store")] Mutex<AnyConnection>);

pub(super) async fn connect(
    location: &StoreLocation,
    options: StoreOptions,
) -> Result<(AnyPool, Option<Anchor>), StoreError> {
    install_default_drivers();
    let is_postgres = location.is_postgres();
    let (url, anchor) = if *location == StoreLocation::Memory {
        let url = format!("sqlite:file:guestpass-{}?mode=memory", MEMORIES.fetch_add(1, Ordering::Relaxed));
        let anchor = Anchor(Mutex::new(AnyConnection::connect(&url).await?));
        (url, Some(anchor))
    } else {
        (location.url(), None)
    };
    // A store in memory locks whole tables, so that more connections would wait for each other.
    let connections_max = if *location == StoreLocation::Memory { 1 } else { options.connections_max };
    let patience_ms = options.patience.as_millis();
    let pool = AnyPoolOptions::new()
        .max_connections(connections_max)
        .acquire_timeout(options.patience)
        .idle_timeout(None)
        .max_lifetime(None)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                let patience = if is_postgres {
                    format!("SET lock_timeout = {patience_ms}")
                } else {
                    format!("PRAGMA busy_timeout = {patience_ms}")
                };
                sqlx::query(sqlx::AssertSqlSafe(patience)).execute(&mut *connection).await?;
                let settings: &[&'static str] = if is_postgres { &[] } else { &SQLITE_SETTINGS };
                for setting in settings {
                    sqlx::query(*setting).execute(&mut *connection).await?;
                }
                Ok(())
            })
        })
        .after_release(|connection, _| Box::pin(is_at_rest(connection)))
        .connect(&url)
        .await?;
    if is_postgres {
        sqlx::raw_sql(ORDERED_TEXT).execute(&pool).await?;
    }
    migrations::migrator().run(&pool).await?;
    Ok((pool, anchor))
}

/// Whether a connection can be used again. When a commit fails for want of room, SQLite has rolled back by itself, the
/// rollback of sqlx fails, and sqlx counts on a transaction that there is not: whoever wrote next by that connection
/// would be refused, for ever (reliability row 36). Such a connection is closed, and the next one is a new one.
async fn is_at_rest(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    if !connection.is_in_transaction() {
        return Ok(true);
    }
    // The rollback of who has just gone away may be waiting.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

#[cfg(test)]
mod tests {
    use super::lock;
    use crate::StoreLocation;

    #[test]
    fn a_lock_ends_although_somebody_has_a_copy_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let location = StoreLocation::File(folder.path().join("directory.db"));
        let first = lock(&location).unwrap().unwrap();
        assert_eq!(lock(&location).unwrap_err().code(), "store::in-use");
        let _copy = first.0.try_clone().unwrap();
        drop(first);
        lock(&location).unwrap();
    }
}
