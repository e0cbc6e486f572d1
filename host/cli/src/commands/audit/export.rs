//! `guestpass audit export`: the lines of the log, to be kept and verified elsewhere.

use clap::Args;
use guestpass_store::audit::AuditLog;

use super::source::{LogSource, no_store, store_name};
use crate::commands::Outcome;
use crate::distribution::wait_for;
use crate::errors::CliError;
use crate::output::Results;
use crate::quoting::quoted;

/// Prints the audit log of a database, one entry a line, exactly as it stands there.
///
/// `guestpass audit verify` reads what is printed, with or without the database.
#[derive(Debug, Args)]
#[command(name = "export", after_help = "Example:\n  guestpass audit export sqlite:guestpass.db > audit.ndjson")]
pub(crate) struct AuditExport {
    /// Database, such as `sqlite:guestpass.db` or `postgres://HOST/NAME`.
    #[arg(value_name = "DATABASE")]
    database: LogSource,
}

impl AuditExport {
    pub(crate) fn run(&self) -> Result<Outcome, CliError> {
        let location = match &self.database {
            LogSource::Store(location) => location,
            LogSource::NoStore(scheme) => return Err(no_store(scheme)),
            LogSource::File(input) => {
                return Err(CliError::Usage {
                    message: format!("{} is no database", quoted(&input.name())),
                    help: "write `sqlite:FILE` or `postgres://HOST/NAME`".to_owned(),
                });
            }
        };
        let failed = |error| CliError::Store { file: store_name(location), error: Box::new(error) };
        let mut results = Results::new();
        wait_for(async {
            let log = AuditLog::open(location).await.map_err(failed)?;
            let mut after = i64::MIN;
            loop {
                let lines = log.lines(after).await.map_err(failed)?;
                let Some((last, _)) = lines.last() else { return Ok(()) };
                after = *last;
                for (_, line) in &lines {
                    results.line(line)?;
                }
            }
        })?;
        results.finish()?;
        Ok(Outcome::Done)
    }
}
