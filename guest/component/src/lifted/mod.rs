//! From the rules' answer to what a host receives.

mod codes;
mod decision;
mod explanation;
mod verdict;

pub(crate) use codes::{app_level, gate, role_kind};
pub(crate) use decision::decision;
pub(crate) use verdict::{refused, verdict};
