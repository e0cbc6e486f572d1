//! Directories whose disk fails (reliability row 36).
//!
//! A program writes one value after the other, whatever happens, and says of each what it was told. Whoever runs it
//! lets its disk be full at some byte, or a call of the system fail, and looks afterwards: what was acknowledged is
//! there, and every write is whole.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// What the program said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Writes that were acknowledged, with their revisions.
    pub acknowledged: BTreeMap<String, i64>,
    /// The codes of the errors of those that were not.
    pub refused: Vec<String>,
    /// Acknowledged writes that the program itself did not find afterwards, although reading failed with no error.
    pub unread: usize,
    /// Acknowledged writes that it read while writing was refused.
    pub read: usize,
    /// Whether it came to its end.
    pub has_ended: bool,
}

/// Runs the program and hears what it says. One that was killed says less.
///
/// # Errors
///
/// It cannot be run, says something else, or ended with an error of its own.
pub fn run(command: &mut Command) -> Result<Told> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::piped()).output().context("starting the writer")?;
    let mut told = Told::default();
    for line in String::from_utf8(output.stdout)?.lines() {
        match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["wrote", id, revision] => drop(told.acknowledged.insert((*id).to_owned(), revision.parse()?)),
            ["refused", code] => told.refused.push((*code).to_owned()),
            ["read"] => told.read += 1,
            ["unread"] => told.unread += 1,
            ["end"] => told.has_ended = true,
            _ => bail!("`{line}` is no line of the writer"),
        }
    }
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(told.has_ended || output.status.code().is_none(), "the writer ended with {}: {said}", output.status);
    Ok(told)
}
