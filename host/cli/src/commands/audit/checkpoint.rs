//! `guestpass audit checkpoint`: how the log ends now, to be kept elsewhere.

use clap::Args;
use guestpass_distribution::{Surroundings, SystemSurroundings};
use guestpass_store::audit::Checkpoint;

use super::source::{LogSource, read_checkpoint};
use crate::arguments::Format;
use crate::commands::Outcome;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::Results;
use crate::report;

/// Verifies an audit log and prints, as JSON, how it ends. Keep that where nobody can change it who can write to the
/// database.
///
/// The exit status is 1, and no checkpoint is printed, when the log is damaged.
#[derive(Debug, Args)]
#[command(
    name = "checkpoint",
    after_help = "Example:\n  guestpass audit checkpoint sqlite:guestpass.db > tuesday.json"
)]
pub(crate) struct MakeCheckpoint {
    /// Database, such as `sqlite:guestpass.db` or `postgres://HOST/NAME`, or a file that `audit export` wrote.
    #[arg(value_name = "DATABASE|FILE.ndjson")]
    log: LogSource,
    /// A checkpoint from before, which has to fit; may be given several times.
    #[arg(long = "checkpoint", value_name = "CHECKPOINT.json")]
    checkpoints: Vec<Input>,
}

impl MakeCheckpoint {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        Input::stdin_at_most_once(self.log.input().into_iter().chain(&self.checkpoints))?;
        let checkpoints = self.checkpoints.iter().map(read_checkpoint).collect::<Result<Vec<_>, _>>()?;
        match self.log.verify(&checkpoints)? {
            Ok(verified) => {
                let at_ms = SystemSurroundings.now_ms();
                let mut results = Results::new();
                let checkpoint = Checkpoint { sequence: verified.count, hash: verified.head, at_ms };
                results.json_line(&self.log.name(), &checkpoint)?;
                results.finish()?;
                Ok(Outcome::Done)
            }
            Err(damage) => {
                // On standard error: what stands on standard output is kept as a checkpoint.
                report::error(&CliError::DamagedLog { file: self.log.name(), damage }, format);
                Ok(Outcome::Denied)
            }
        }
    }
}
