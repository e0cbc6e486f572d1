//! What cargo-mutants wrote down.

use std::path::Path;

use super::read;
use crate::errors::TaskError;

/// The mutants of one round as it names them: `file:line:column: description`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Results {
    pub(super) caught: Vec<String>,
    /// The tests did not end: that is noticed too.
    pub(super) timed_out: Vec<String>,
    pub(super) missed: Vec<String>,
    /// They did not compile.
    pub(super) unviable: Vec<String>,
}

impl Results {
    /// Reads the files of one round.
    pub(super) fn read(folder: &Path) -> Result<Self, TaskError> {
        let lines = |name: &str| -> Result<Vec<String>, TaskError> {
            Ok(read(&folder.join(name))?.lines().map(str::to_owned).collect())
        };
        Ok(Self {
            caught: lines("caught.txt")?,
            timed_out: lines("timeout.txt")?,
            missed: lines("missed.txt")?,
            unviable: lines("unviable.txt")?,
        })
    }

    /// Whether the round noticed this mutant.
    pub(super) fn noticed(&self, mutant: &String) -> bool {
        self.caught.contains(mutant) || self.timed_out.contains(mutant)
    }
}
