//! The part that needs a page: JavaScript objects in and out. It holds no decision of its own.

mod guest;
mod policy;
mod thrown;
mod typescript;

pub use policy::{Candidate, Policy};
