//! `guestpass backup`: a copy of the directory, made while the server runs.

use std::path::PathBuf;

use clap::Args;
use guestpass_store::{StoreError, StoreLocation, back_up};
use serde::Serialize;

use crate::arguments::Format;
use crate::commands::audit::store_name;
use crate::distribution::wait_for;
use crate::errors::CliError;
use crate::output::Results;
use crate::quoting::visible;

/// Copies the directory of a server to a new file, while the server goes on, and verifies the copy.
///
/// The copy is of one moment. Its pages and the chain of its audit log are looked at before this says that it is there.
/// To restore it, end the server, move the old file and its `-wal` and `-shm` away, put the copy in its place, and
/// start the server again. PostgreSQL is backed up by `pg_dump` and restored by `pg_restore`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass backup monday.db --store sqlite:guestpass.db")]
pub(crate) struct Backup {
    /// Where the copy is to be; there must be nothing.
    #[arg(value_name = "FILE")]
    copy: PathBuf,
    /// What is copied: `store.location` of the server.
    #[arg(long, value_name = "LOCATION", default_value = "sqlite:guestpass.db")]
    store: String,
}

/// What was copied, as JSON.
#[derive(Debug, Serialize)]
struct BackupJson {
    file: String,
    revision: i64,
    audit_entries: u64,
    bytes: u64,
}

impl Backup {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let file = self.copy.display().to_string();
        let failed = |place: &str, error| CliError::Store { file: place.to_owned(), error: Box::new(error) };
        let location: StoreLocation = self.store.parse().map_err(|error| failed("--store", error))?;
        let original = store_name(&location);
        let made = wait_for(async {
            back_up(&location, &self.copy).await.map_err(|error| match error {
                StoreError::File { .. } | StoreError::BadBackup { .. } => failed(&file, error),
                _ => failed(&original, error),
            })
        })?;
        let (revision, audit_entries, bytes) = (made.revision.number(), made.audit_entries, made.bytes);
        let mut results = Results::new();
        match format {
            Format::Text => results.line(format_args!(
                "`{}`: revision {revision}, {audit_entries} entries of the audit log, {bytes} bytes; verified",
                visible(&file)
            ))?,
            Format::Json => {
                results.json_line("<stdout>", &BackupJson { file, revision, audit_entries, bytes })?;
            }
        }
        results.finish()
    }
}
