//! Where a log is read from: a database, or a file of its lines.

use std::ffi::OsString;
use std::io::{BufRead, Read};

use guestpass_store::audit::{AuditLog, Chain, Checkpoint, Damage, LINE_BYTES_MAX, Verified};
use guestpass_store::{StoreError, StoreLocation};

use crate::distribution::wait_for;
use crate::errors::CliError;
use crate::input::Input;
use crate::quoting::quoted;

/// What stands behind `audit verify`.
#[derive(Debug, Clone)]
pub(super) enum LogSource {
    Store(StoreLocation),
    /// What looks like a URL and names no store, by its scheme: the rest may hold a password.
    NoStore(Option<String>),
    File(Input),
}

impl From<OsString> for LogSource {
    fn from(argument: OsString) -> Self {
        let text = argument.to_str().unwrap_or_default();
        match text.parse() {
            Ok(location) => Self::Store(location),
            Err(StoreError::Location(scheme)) if text.contains("://") => Self::NoStore(scheme),
            Err(_) => Self::File(argument.into()),
        }
    }
}

impl LogSource {
    /// How messages call it. The URL of a database may hold a password.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Store(location) => store_name(location),
            Self::NoStore(_) => NAMELESS.to_owned(),
            Self::File(input) => input.name(),
        }
    }

    /// The file that it is read from, if it is one.
    pub(super) fn input(&self) -> Option<&Input> {
        match self {
            Self::Store(_) | Self::NoStore(_) => None,
            Self::File(input) => Some(input),
        }
    }

    /// Reads all of it. That it is damaged is a result.
    pub(super) fn verify(&self, checkpoints: &[Checkpoint]) -> Result<Result<Verified, Damage>, CliError> {
        match self {
            Self::Store(location) => {
                let failed = |error| CliError::Store { file: store_name(location), error: Box::new(error) };
                wait_for(async {
                    let log = AuditLog::open(location).await.map_err(failed)?;
                    log.verify(checkpoints, |_| {}).await.map_err(failed)
                })
            }
            Self::NoStore(scheme) => Err(no_store(scheme)),
            Self::File(input) => verify_file(input, checkpoints),
        }
    }
}

/// How messages call a store whose name they do not repeat.
const NAMELESS: &str = "<database>";

pub(super) fn no_store(scheme: &Option<String>) -> CliError {
    let error = Box::new(StoreError::Location(scheme.clone()));
    CliError::Store { file: NAMELESS.to_owned(), error }
}

/// How messages call a store. The URL of a database may hold a password.
pub(crate) fn store_name(location: &StoreLocation) -> String {
    match location {
        StoreLocation::Memory => "sqlite::memory:".to_owned(),
        StoreLocation::File(path) => path.display().to_string(),
        StoreLocation::Postgres(_) => "the PostgreSQL database".to_owned(),
    }
}

/// What every SQLite database begins with.
const SQLITE_BEGINNING: &[u8] = b"SQLite format 3\0";

/// A database is no log with damage in it: whoever named it forgot to say what it is.
fn no_export(input: &Input) -> CliError {
    CliError::Usage {
        message: format!("{} is a SQLite database, and no file that `audit export` wrote", quoted(&input.name())),
        help: "write `sqlite:` before the name of a database".to_owned(),
    }
}

fn verify_file(input: &Input, checkpoints: &[Checkpoint]) -> Result<Result<Verified, Damage>, CliError> {
    let mut chain = match Chain::new(checkpoints) {
        Ok(chain) => chain,
        Err(damage) => return Ok(Err(damage)),
    };
    let mut reader = input.reader()?;
    let mut beginning = Vec::new();
    let length = u64::try_from(SQLITE_BEGINNING.len()).unwrap_or(u64::MAX);
    reader.by_ref().take(length).read_to_end(&mut beginning).map_err(|error| input.unreadable(&error))?;
    if beginning == SQLITE_BEGINNING {
        return Err(no_export(input));
    }
    let mut reader = beginning.as_slice().chain(reader);
    let limit = u64::try_from(LINE_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(2);
    loop {
        let mut line = Vec::new();
        let read = reader.by_ref().take(limit).read_until(b'\n', &mut line);
        if read.map_err(|error| input.unreadable(&error))? == 0 {
            return Ok(chain.finish());
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let taken = match str::from_utf8(line) {
            Ok(line) => chain.take_line(line).map(|_| ()),
            Err(error) => Err(chain.unreadable(error.to_string())),
        };
        if let Err(damage) = taken {
            return Ok(Err(damage));
        }
    }
}

/// Reads a checkpoint that was kept elsewhere.
pub(super) fn read_checkpoint(input: &Input) -> Result<Checkpoint, CliError> {
    let text = input.text(Checkpoint::BYTES_MAX)?;
    Checkpoint::from_json(&text).map_err(|error| CliError::Checkpoint { file: input.name(), reason: error.to_string() })
}
