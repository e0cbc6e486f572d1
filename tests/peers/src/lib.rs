//! The same work on Guestpass and on its peers, in one process and one run.
//!
//! - [`work`] says what is asked; nothing in it knows who is asked.
//! - [`subjects`] does the work, each engine in the best form that it has.
//! - [`agreement`] refuses to measure those who do not answer alike.
//! - [`measure`] takes the times, in rounds that everybody takes part in.
//! - [`growth`] takes them again while the work grows.
//! - [`report`] writes down what was found.

#![forbid(unsafe_code)]

pub mod agreement;
pub mod allocations;
pub mod growth;
pub mod measure;
pub mod report;
pub mod subjects;
pub mod work;

/// Questions that are asked in a round, and that make a batch.
pub const QUESTIONS: usize = 256;
