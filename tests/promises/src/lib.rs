//! What long runs have found, a row for each promise.
//!
//! A proof hands its [`Row`] over before it asserts anything, so that a promise that was broken has a row as well.
//! `cargo xtask soak` names a file in [`ROWS_VARIABLE`], sets [`SOAK_VARIABLE`], runs the proofs, and prints all rows
//! as one table. Without that file a row is printed at once. Each row has the number of its promise in [`PAGE`], which
//! [`promises`] reads.

#![forbid(unsafe_code)]

mod effort;
mod page;

pub use effort::{PERCENT_VARIABLE, SOAK_VARIABLE, cases, is_soaking};
pub use page::{NamedTest, Number, PAGE, PROMISES, Promise, promises};

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The variable that names the file for rows, one JSON object on a line. It does not begin as settings do: servers that
/// are tried refuse those that they do not know.
pub const ROWS_VARIABLE: &str = "PROMISES_ROWS";

/// What was found about one promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Which promise it is: that which the proof is mainly about.
    pub number: Number,
    /// What is promised, in a few words, such as `a revocation is obeyed at once`.
    pub promise: String,
    /// What was tried, such as `SQLite: rounds of revoking and asking`.
    pub done: String,
    /// How often, and how often the promise was broken.
    pub tries: Tries,
    /// The worst figure that was measured, with its unit; empty when nothing was.
    pub worst: String,
}

/// How often something was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tries {
    /// It was to be tried in this run.
    Here {
        /// How often it was.
        count: u64,
        /// How often the promise was broken.
        failed: u64,
    },
    /// It cannot be tried in such a run; something else looks after it.
    Elsewhere,
}

/// What came of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was tried and kept.
    Passed,
    /// It was broken, or was to be tried and was not.
    Failed,
    /// It was not to be tried.
    NotTried,
}

impl Row {
    /// A row without a figure.
    #[must_use]
    pub fn new(number: Number, promise: &str, done: impl Into<String>, count: u64, failed: u64) -> Self {
        let tries = Tries::Here { count, failed };
        Self { number, promise: promise.to_owned(), done: done.into(), tries, worst: String::new() }
    }

    /// The row of a promise that is tried elsewhere; `done` says where that is told.
    #[must_use]
    pub fn elsewhere(number: Number, promise: &str, done: impl Into<String>) -> Self {
        Self { tries: Tries::Elsewhere, ..Self::new(number, promise, done, 0, 0) }
    }

    /// The same with the worst figure.
    #[must_use]
    pub fn worst(self, worst: impl Into<String>) -> Self {
        Self { worst: worst.into(), ..self }
    }

    /// What came of it. What was to be tried and never was is not kept.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self.tries {
            Tries::Here { count: 1.., failed: 0 } => Outcome::Passed,
            Tries::Here { .. } => Outcome::Failed,
            Tries::Elsewhere => Outcome::NotTried,
        }
    }

    /// Hands the row to who prints it.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn hand_over(&self) -> io::Result<()> {
        match std::env::var_os(ROWS_VARIABLE) {
            Some(path) => self.append_to(Path::new(&path)),
            None => {
                let Self { number, promise, done, tries, worst } = self;
                let tries = match tries {
                    Tries::Here { count, failed } => format!("{count}, {failed} failed"),
                    Tries::Elsewhere => "not tried".to_owned(),
                };
                writeln!(io::stdout(), "{number}: {promise}: {done}: {tries}; {worst}")
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
    use super::{Number, Outcome, Row, rows_of};

    #[test]
    fn what_is_handed_over_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows");
        let rows = [
            Row::new(Number(35), "nothing is lost", "kills", 20, 0).worst("p99 3 ms"),
            Row::new(Number(35), "nothing is lost", "kills\nof \"it\"", 1, 1),
            Row::elsewhere(Number(46), "nothing is lost", "not tried"),
        ];
        for row in &rows {
            row.append_to(&path).unwrap();
        }
        assert_eq!(rows_of(&std::fs::read_to_string(&path).unwrap()).unwrap(), rows);
        assert!(rows_of("{}\n").is_err());
    }

    #[test]
    fn what_was_never_tried_has_not_passed() {
        for (count, failed, outcome) in [(1, 0, Outcome::Passed), (1, 1, Outcome::Failed), (0, 0, Outcome::Failed)] {
            assert_eq!(Row::new(Number(1), "a", "b", count, failed).outcome(), outcome, "{count} {failed}");
        }
        assert_eq!(Row::elsewhere(Number(1), "a", "b").outcome(), Outcome::NotTried);
    }
}
