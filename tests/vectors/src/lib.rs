//! Questions about the rules, as data.
//!
//! `data/` holds a file for each requirement, each with cases: a policy, facts (a merge patch over one of
//! `bases.json`), what is asked (a request, a change, or what the policy says about itself), and what must be answered.
//! [`load`] reads them, [`Case::judge`] compares an answer with what was expected, [`coverage`] counts what they show.
//! [`generate`] makes as many more questions as one likes; nothing is expected of them but that all engines agree.
//!
//! Facts, requests, changes and answers are JSON texts throughout, in the shapes that `guestpass schema` prints: that
//! is what the engines have in common.

#![forbid(unsafe_code)]

mod coverage;
mod documents;
mod expectation;
mod generate;
mod load;

pub use coverage::{Coverage, GroupCoverage, Requirement, coverage, requirements};
pub use documents::{DOCUMENTS, Document, POLICY_FILE, POLICY_SOURCE, document};
pub use expectation::{Expected, Outcome};
pub use generate::{Asks, Generator, Question, generate, seed_from_environment};
pub use load::{Asked, Case, Vector, load};
