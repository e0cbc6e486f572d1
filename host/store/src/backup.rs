//! A copy of a SQLite file, made while a server uses it.
//!
//! The copy is of one moment: what was committed before it is there, what came later is not. It is verified before
//! anybody is told that it is there. To restore it, end the server, put the copy in the place of the file (and take
//! away the two files of the same name that end in `-wal` and `-shm`), and start the server again.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyConnection, AnyPool, Row};

use crate::audit::AuditLog;
use crate::errors::StoreError;
use crate::location::StoreLocation;
use crate::revision::Revision;

/// A copy that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The revision that it holds.
    pub revision: Revision,
    /// Entries of its audit log, all of them chained.
    pub audit_entries: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

/// Copies a SQLite file to a new one. Readers and writers go on meanwhile.
///
/// # Errors
///
/// There is no such store, or there is a file already where the copy is to be; the disk is full; the copy is not sound.
/// A store in memory has nothing to copy, and PostgreSQL has a program of its own for it, `pg_dump`.
pub async fn back_up(location: &StoreLocation, copy: &Path) -> Result<Backup, StoreError> {
    match location {
        StoreLocation::File(_) => {}
        StoreLocation::Memory => return Err(StoreError::NoBackup("a store in memory has nothing to back up")),
        StoreLocation::Postgres(_) => {
            let detail = "PostgreSQL is backed up by its own program: `pg_dump --format=custom --file=FILE DATABASE`, \
                          and restored by `pg_restore --clean --if-exists --dbname=DATABASE FILE`";
            return Err(StoreError::NoBackup(detail));
        }
    }
    let failed = |cause| StoreError::File { path: copy.display().to_string(), cause };
    // Made here first, so that nothing that is there already is written over.
    File::options().write(true).create_new(true).open(copy).map_err(failed)?;
    let made = made(location, copy).await;
    if made.is_err() {
        // What is half a copy must not be taken for one.
        drop(fs::remove_file(copy));
    }
    made
}

async fn made(location: &StoreLocation, copy: &Path) -> Result<Backup, StoreError> {
    let failed = |cause| StoreError::File { path: copy.display().to_string(), cause };
    let source = opened(location).await?;
    // SQLite takes a file that is empty for one that is not there.
    let done = sqlx::query("VACUUM INTO $1").bind(copy.display().to_string()).execute(&source).await;
    source.close().await;
    done?;
    File::open(copy).and_then(|file| file.sync_all()).map_err(failed)?;
    let copied = StoreLocation::File(PathBuf::from(copy));
    let pool = opened(&copied).await?;
    let mut connection = pool.acquire().await?;
    let revision = sound(&mut connection, copy).await?;
    drop(connection);
    pool.close().await;
    let bad = |reason: String| StoreError::BadBackup { path: copy.display().to_string(), reason };
    let verified = AuditLog::open(&copied).await?.verify(&[], |_| {}).await?;
    let audit_entries = verified.map_err(|damage| bad(damage.to_string()))?.count;
    Ok(Backup { revision, audit_entries, bytes: fs::metadata(copy).map_err(failed)?.len() })
}

async fn opened(location: &StoreLocation) -> Result<AnyPool, StoreError> {
    install_default_drivers();
    Ok(AnyPoolOptions::new().max_connections(1).connect(&location.url_to_read()).await?)
}

/// The revision, after SQLite has looked at every page.
async fn sound(connection: &mut AnyConnection, copy: &Path) -> Result<Revision, StoreError> {
    let found: String = sqlx::query("PRAGMA integrity_check").fetch_one(&mut *connection).await?.try_get(0)?;
    if found != "ok" {
        return Err(StoreError::BadBackup { path: copy.display().to_string(), reason: found });
    }
    let row = sqlx::query("SELECT value FROM revision").fetch_one(connection).await?;
    Ok(Revision::from_number(row.try_get(0)?))
}
