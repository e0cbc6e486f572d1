//! The work that the benchmarks measure, and the results of a run.
//!
//! Absolute times say something about one machine only; what counts are ratios between medians of one run.

#![forbid(unsafe_code)]

mod growth;
mod questions;
mod results;

pub use growth::{custom_role_facts, document, reader_facts, reader_requests};
pub use questions::{change, change_facts, facts, requests, reviewer_facts};
pub use results::median_ns;

/// The instant that is asked about.
pub const NOW_MS: i64 = 1_772_366_400_000;
/// Requests in a batch.
pub const BATCH: usize = 256;
