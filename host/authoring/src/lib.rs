//! What operators do with a policy before it goes live.

#![forbid(unsafe_code)]

pub mod cases;
pub mod comparison;
pub mod coverage;
pub mod documentation;
pub mod replay;
