//! The rules of the house that neither the compiler, nor clippy, nor rustfmt checks.
//!
//! A check is a plain function from files to [`Finding`]s, so that its own tests can show that it is able to fail.
//! [`CHECKS`] lists them all; `tests/house.rs` runs each one over the files of this repository, and `cargo xtask tidy`
//! prints the findings of all of them.
#![forbid(unsafe_code)]

mod checks;
mod finding;
mod size_report;
mod source;

pub use checks::{CHECKS, Check, given_out};
pub use finding::Finding;
pub use size_report::{RUST_FILE_LINES_MEDIAN_MAX, SizeReport};
pub use source::{Source, SourceError, Tree};

/// Runs every check over a tree. No finding means that the house is tidy.
#[must_use]
pub fn findings(tree: &Tree) -> Vec<Finding> {
    CHECKS.iter().flat_map(|check| (check.run)(tree)).collect()
}
