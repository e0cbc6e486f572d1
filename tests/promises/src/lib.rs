//! What long runs have found, a row for each promise.
//!
//! A proof hands its [`Row`] over before it asserts anything, so that a promise that was broken has a row as well.
//! `cargo xtask soak` names a file in [`ROWS_VARIABLE`], sets [`SOAK_VARIABLE`], runs the proofs, and prints all rows
//! as one table. Without that file a row is printed at once.

#![forbid(unsafe_code)]

mod effort;

pub use effort::{PERCENT_VARIABLE, SOAK_VARIABLE, cases, is_soaking};

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The variable that names the file for rows, one JSON object on a line.
pub const ROWS_VARIABLE: &str = "GUESTPASS_SOAK_ROWS";

/// What was found about one promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What is promised, in a few words, such as `a revocation is obeyed at once`.
    pub promise: String,
    /// What was tried, such as `SQLite: rounds of revoking and asking`.
    pub done: String,
    /// How often.
    pub count: u64,
    /// How often the promise was broken.
    pub failed: u64,
    /// The worst figure that was measured, with its unit; empty when nothing was.
    pub worst: String,
}

impl Row {
    /// A row without a figure.
    #[must_use]
    pub fn new(promise: &str, done: impl Into<String>, count: u64, failed: u64) -> Self {
        Self { promise: promise.to_owned(), done: done.into(), count, failed, worst: String::new() }
    }

    /// The same with the worst figure.
    #[must_use]
    pub fn worst(self, worst: impl Into<String>) -> Self {
        Self { worst: worst.into(), ..self }
    }

    /// Whether the promise was tried and kept. What was never tried is not kept.
    #[must_use]
    pub fn has_passed(&self) -> bool {
        self.count > 0 && self.failed == 0
    }

    /// Hands the row to who prints it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn hand_over(&self) -> io::Result<()> {
        match std::env::var_os(ROWS_VARIABLE) {
            Some(path) => self.append_to(Path::new(&path)),
            None => {
                let Self { promise, done, count, failed, worst } = self;
                writeln!(io::stdout(), "{promise}: {done}: {count}, {failed} failed; {worst}")
            }
        }
    }

    /// One call of the system for a line, so that proofs that run at the same time do not mix theirs.
    fn append_to(&self, path: &Path) -> io::Result<()> {
        let mut line = serde_json::to_string(self)?;
        line.push('\n');
        File::options().create(true).append(true).open(path)?.write_all(line.as_bytes())
    }
}

/// The rows of a file.
///
/// # Errors
/// A line that is no row.
pub fn rows_of(text: &str) -> Result<Vec<Row>, serde_json::Error> {
    text.lines().map(serde_json::from_str).collect()
}

#[cfg(test)]
mod tests {
    use super::{Row, rows_of};

    #[test]
    fn what_is_handed_over_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows");
        let rows = [
            Row::new("nothing is lost", "kills", 20, 0).worst("p99 3 ms"),
            Row::new("nothing is lost", "kills\nof \"it\"", 1, 1),
        ];
        for row in &rows {
            row.append_to(&path).unwrap();
        }
        assert_eq!(rows_of(&std::fs::read_to_string(&path).unwrap()).unwrap(), rows);
        assert!(rows_of("{}\n").is_err());
    }

    #[test]
    fn what_was_never_tried_has_not_passed() {
        for (count, failed, has_passed) in [(1, 0, true), (1, 1, false), (0, 0, false)] {
            assert_eq!(Row::new("a", "b", count, failed).has_passed(), has_passed, "{count} {failed}");
        }
    }
}
