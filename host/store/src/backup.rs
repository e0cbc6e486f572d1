//! A copy of a SQLite file, made while a server uses it.
//!
//! The copy is of one moment: what was committed before it is there, what came later is not. It has its name only once
//! it was verified: whoever is killed on the way leaves nothing that could be taken for a copy. Nobody but its owner
//! reads it. What a killed run leaves is called `.guestpass-unfinished-` and more, and may be removed.
//!
//! To restore a copy, end the server, put the copy in the place of the file (and take away the two files of the same
//! name that end in `-wal` and `-shm`), and start the server again.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyConnection, AnyPool, Row};

use crate::audit::AuditLog;
use crate::errors::StoreError;
use crate::location::StoreLocation;
use crate::revision::Revision;

/// How a copy is called until it was verified.
const UNFINISHED: &str = ".guestpass-unfinished-";

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
/// There is no such store. [`StoreError::File`] and [`StoreError::BadBackup`] are of the copy: there is a file already
/// where it is to be; its name is not UTF-8; its disk is full; it is not sound. Nothing is left then, with one
/// exception: a copy that was verified stays when its folder cannot be brought onto the disk, and the error says so. A
/// store in memory has nothing to copy, and PostgreSQL has a program of its own for it, `pg_dump`.
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
    if copy.to_str().is_none() {
        let reason = "its name is not UTF-8, and SQLite takes no other; give another one";
        return Err(failed(io::Error::new(ErrorKind::InvalidInput, reason)));
    }
    // Nobody waits in vain for a copy. What comes meanwhile is not replaced either, see below.
    if fs::symlink_metadata(copy).is_ok() {
        return Err(failed(ErrorKind::AlreadyExists.into()));
    }
    let folder = copy.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Opened first: whoever may write to it and not open it is told so before there is a copy.
    let opened_folder = File::open(folder).map_err(failed)?;
    // It is made for its owner alone, whatever the user's mask says, and is gone when it is dropped.
    let unfinished = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).map_err(failed)?;
    let made = made(location, &folder.join(unfinished.path().file_name().unwrap_or_default()), copy).await?;
    unfinished.persist_noclobber(copy).map_err(|error| failed(error.error))?;
    // The name, too, has to be on the disk.
    opened_folder.sync_all().map_err(|cause| {
        let reason = "the copy is there and was verified, but its name may be lost with the power: its folder";
        failed(io::Error::new(cause.kind(), format!("{reason} could not be brought onto the disk: {cause}")))
    })?;
    Ok(made)
}

/// Makes the copy in a file that is empty, and verifies it. `copy` is what it will be called.
async fn made(location: &StoreLocation, unfinished: &Path, copy: &Path) -> Result<Backup, StoreError> {
    let failed = |cause| StoreError::File { path: copy.display().to_string(), cause };
    let source = opened(location).await?;
    let done = copied(&source, unfinished, failed).await;
    source.close().await;
    done?;
    File::open(unfinished).and_then(|file| file.sync_all()).map_err(failed)?;
    // From here on nothing is asked of the original any more.
    verified(unfinished, copy).await.map_err(|error| match error {
        StoreError::File { .. } | StoreError::BadBackup { .. } => error,
        _ => StoreError::BadBackup { path: copy.display().to_string(), reason: error.to_string() },
    })
}

/// Copies all of an original that can be read.
async fn copied(
    source: &AnyPool,
    unfinished: &Path,
    failed: impl Fn(io::Error) -> StoreError,
) -> Result<(), StoreError> {
    // SQLite opens a file when it is first asked of it.
    sqlx::query("SELECT value FROM revision").fetch_one(source).await?;
    // SQLite takes a file that is empty for one that is not there.
    let done = sqlx::query("VACUUM INTO $1").bind(unfinished.display().to_string()).execute(source).await;
    match done {
        Ok(_) => Ok(()),
        Err(sqlx::Error::Database(cause)) if cause.code().is_some_and(|code| is_of_copy(&code)) => {
            Err(failed(io::Error::other(format!("it cannot be written: {cause}"))))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether SQLite had trouble with what it writes: the original is only read.
fn is_of_copy(code: &str) -> bool {
    /// `SQLITE_CANTOPEN`, whose variants have it in their last byte.
    const CANNOT_OPEN: u32 = 14;
    /// `SQLITE_FULL`, and of `SQLITE_IOERR` those of `WRITE`, `FSYNC`, `DIR_FSYNC`, `TRUNCATE` and `CLOSE`.
    const NOT_WRITTEN: [u32; 6] = [13, 778, 1034, 1290, 1546, 4106];
    code.parse().is_ok_and(|code: u32| code & 0xff == CANNOT_OPEN || NOT_WRITTEN.contains(&code))
}

/// What a copy holds, after all of it was looked at.
async fn verified(unfinished: &Path, copy: &Path) -> Result<Backup, StoreError> {
    let failed = |cause| StoreError::File { path: copy.display().to_string(), cause };
    let bad = |reason: String| StoreError::BadBackup { path: copy.display().to_string(), reason };
    let location = StoreLocation::File(PathBuf::from(unfinished));
    let pool = opened(&location).await?;
    let mut connection = pool.acquire().await?;
    let revision = sound(&mut connection, copy).await?;
    drop(connection);
    pool.close().await;
    let verified = AuditLog::open(&location).await?.verify(&[], |_| {}).await?;
    let audit_entries = verified.map_err(|damage| bad(damage.to_string()))?.count;
    Ok(Backup { revision, audit_entries, bytes: fs::metadata(unfinished).map_err(failed)?.len() })
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
