//! Questions about the rules, as data.
//!
//! `data/` holds a file for each requirement, each with cases: facts (a merge patch over one of `bases.json`), a
//! request, and what the decision must say. [`load`] reads them, [`Case::judge`] compares a decision with what was
//! expected.
//! [`generate`] makes as many more questions as one likes; nothing is expected of them but that all engines agree.
//!
//! Facts, requests and decisions are JSON texts throughout, in the shapes that `guestpass schema` prints: that is what
//! the engines have in common.

#![forbid(unsafe_code)]

mod expectation;
mod generate;
mod load;

pub use expectation::Expected;
pub use generate::{Question, generate, seed_from_environment};
pub use load::{Case, Vector, load};

/// The document that the vectors are about.
pub const POLICY_SOURCE: &str = include_str!("../../../guest/policies/flexera-one.toml");

/// Its file name.
pub const POLICY_FILE: &str = "flexera-one.toml";
