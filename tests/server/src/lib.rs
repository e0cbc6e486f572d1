//! The server and its directory, asked over HTTP.

#![forbid(unsafe_code)]

pub mod description;
pub mod figures;
pub mod timing;

use std::time::Duration;

use guestpass::Limits;

/// Limits under which the policy answers on a busy machine too, for tests of what it answers and not of how long it may
/// take.
#[must_use]
pub fn patient_limits() -> Limits {
    Limits { deadline: Duration::from_secs(5), ..Limits::default() }
}
