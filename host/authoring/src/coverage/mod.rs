//! How much of a policy its cases reach.
//!
//! What counts is the answers, expected or not: an answer that nobody compared covers nothing only if no case asked for
//! it. A condition has been true when a role granted what it gives only under that condition, and false when the denial
//! says that the condition, or what the role asks of its holders, does not hold.

mod items;
mod lines;
mod measure;

pub use items::{Coverage, KindCoverage, Missing};
pub use lines::DocumentLines;
pub use measure::measure;
