//! Asks the oracle and the rules the same questions.

mod compare;
mod prover;
#[cfg(feature = "rules")]
mod rules;
mod tally;

pub use compare::differences;
pub use prover::{AsksRules, Difference, Lines, Prover, Run};
#[cfg(feature = "rules")]
pub use rules::{Rules, compare};
pub use tally::Tally;

use guestpass_vectors::Document;

/// A document that no product has: what the ready ones leave out stands in it.
pub const LABORATORY: Document =
    Document { stem: "laboratory", file: "laboratory.toml", source: include_str!("../../laboratory.toml") };
