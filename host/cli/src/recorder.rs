//! Appends decisions to a file, for `policy diff --replay`.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use guestpass_authoring::replay::record_line;
use serde_json::Value;

use crate::errors::CliError;

/// A file of records, and the facts that all of them are about. They are kept as they are: mask what may not be kept
/// before it is asked about.
pub(crate) struct Recorder {
    path: PathBuf,
    file: File,
    facts: String,
}

impl Recorder {
    /// Opens the file, or makes it; what stands in it stays.
    pub(crate) fn open(path: &std::path::Path, facts: &str) -> Result<Self, CliError> {
        let file = OpenOptions::new().create(true).append(true).open(path);
        let file = file.map_err(|error| not_written(path, &error))?;
        // On one line and without the blanks of the file; the facts have been read, so that they are JSON.
        let facts = serde_json::from_str::<Value>(facts).unwrap_or_default().to_string();
        Ok(Self { path: path.to_owned(), file, facts })
    }

    /// Appends one decision in one write, so that two programs do not mix their lines.
    pub(crate) fn append(&mut self, digest: &str, request: &str, decision: &str) -> Result<(), CliError> {
        let line = record_line(digest, &self.facts, request, decision);
        let written = self.file.write_all(format!("{line}\n").as_bytes());
        written.map_err(|error| not_written(&self.path, &error))
    }
}

fn not_written(path: &std::path::Path, error: &std::io::Error) -> CliError {
    CliError::OutputNotWritable {
        file: path.display().to_string(),
        reason: error.to_string(),
        help: "give a file in a folder that you may write to",
    }
}
