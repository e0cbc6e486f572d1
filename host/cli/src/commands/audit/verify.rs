//! `guestpass audit verify`: is every entry what it was, and in its place?

use clap::Args;
use guestpass_store::audit::{Damage, Verified};
use serde::Serialize;

use super::source::{LogSource, read_checkpoint};
use crate::arguments::Format;
use crate::commands::Outcome;
use crate::decision_text::{ALLOWED, DENIED};
use crate::errors::{CliError, DAMAGED_HELP};
use crate::input::Input;
use crate::output::Results;
use crate::quoting::visible;

/// Says whether an audit log is what it was, and where the first damage is.
///
/// Found are entries that were changed, taken out, put in or moved. That entries at the end are missing, and that all
/// was written anew from some entry on, is found only with a checkpoint from before. The exit status is 0 when the log
/// is sound, 1 when it is damaged, and 2 after an error.
#[derive(Debug, Args)]
#[command(
    name = "verify",
    after_help = "Example:\n  guestpass audit verify sqlite:guestpass.db --checkpoint monday.json"
)]
pub(crate) struct AuditVerify {
    /// Database, such as `sqlite:guestpass.db` or `postgres://HOST/NAME`, or a file that `audit export` wrote.
    #[arg(value_name = "DATABASE|FILE.ndjson")]
    log: LogSource,
    /// What `audit checkpoint` printed before, and was kept elsewhere; may be given several times.
    #[arg(long = "checkpoint", value_name = "CHECKPOINT.json")]
    checkpoints: Vec<Input>,
}

/// What was found, as JSON.
#[derive(Debug, Default, Serialize)]
struct FoundJson {
    is_sound: bool,
    entries: Option<u64>,
    head: Option<String>,
    unknown: Vec<u64>,
    checkpoints: usize,
    first_bad_sequence: Option<u64>,
    code: Option<&'static str>,
    message: Option<String>,
}

/// Sequences that are named to people; programs get all.
const NAMED_MAX: usize = 5;

impl AuditVerify {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        Input::stdin_at_most_once(self.log.input().into_iter().chain(&self.checkpoints))?;
        let checkpoints = self.checkpoints.iter().map(read_checkpoint).collect::<Result<Vec<_>, _>>()?;
        let found = self.log.verify(&checkpoints)?;
        let mut results = Results::new();
        match format {
            Format::Text => match &found {
                Ok(verified) => self.sound(&mut results, verified)?,
                Err(damage) => damaged(&mut results, damage)?,
            },
            Format::Json => results.json_line(&self.log.name(), &self.json(&found))?,
        }
        results.finish()?;
        Ok(if found.is_ok() { Outcome::Done } else { Outcome::Denied })
    }

    fn sound(&self, results: &mut Results, verified: &Verified) -> Result<(), CliError> {
        results.line(format_args!("{ALLOWED}sound:{ALLOWED:#} {} entries, up to {}", verified.count, verified.head))?;
        if !verified.unknown.is_empty() {
            let named: Vec<String> = verified.unknown.iter().take(NAMED_MAX).map(u64::to_string).collect();
            let more = if verified.unknown.len() > NAMED_MAX { ", ..." } else { "" };
            let count = verified.unknown.len();
            results.line(format_args!(
                "  {count} began and did not end, so that it is not known whether it was done: {}{more}",
                named.join(", ")
            ))?;
        }
        if self.checkpoints.is_empty() {
            results.line("  without a checkpoint it is not seen whether the end is missing or all was written anew")?;
        }
        Ok(())
    }

    fn json(&self, found: &Result<Verified, Damage>) -> FoundJson {
        let checkpoints = self.checkpoints.len();
        match found {
            Ok(verified) => FoundJson {
                is_sound: true,
                entries: Some(verified.count),
                head: Some(verified.head.to_string()),
                unknown: verified.unknown.iter().copied().collect(),
                checkpoints,
                ..FoundJson::default()
            },
            Err(damage) => FoundJson {
                checkpoints,
                first_bad_sequence: Some(damage.first_bad_sequence),
                code: Some(damage.why.code()),
                message: Some(damage.why.to_string()),
                ..FoundJson::default()
            },
        }
    }
}

fn damaged(results: &mut Results, damage: &Damage) -> Result<(), CliError> {
    results.line(format_args!(
        "{DENIED}damaged:{DENIED:#} {} — entry {}: {}\n  help: {DAMAGED_HELP}",
        damage.why.code(),
        damage.first_bad_sequence,
        visible(&damage.why.to_string()),
    ))
}
