//! `guestpass audit`: was the audit log changed afterwards?

mod checkpoint;
mod export;
mod source;
mod verify;

use clap::Subcommand;

pub(crate) use source::store_name;

use crate::arguments::Format;
use crate::commands::Outcome;
use crate::errors::CliError;

/// Looks at the audit log: whether somebody changed it afterwards, and what is in it.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    Verify(verify::AuditVerify),
    Export(export::AuditExport),
    Checkpoint(checkpoint::MakeCheckpoint),
}

impl Audit {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        match self {
            Self::Verify(verify) => verify.run(format),
            Self::Export(export) => export.run(),
            Self::Checkpoint(checkpoint) => checkpoint.run(format),
        }
    }
}
