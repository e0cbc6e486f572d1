//! Judges changes.

use crate::change::{Change, ChangeFacts, Refusal, Rejection, Verdict};
use crate::facts::Facts;
use crate::policy::Policy;
use crate::time::Instant;
use alloc::vec;

/// May the principal of these facts make this change at this instant, and is it valid?
#[must_use]
pub fn review<'a>(
    _policy: &'a Policy,
    _facts: &Facts<'a>,
    _change_facts: &ChangeFacts<'a>,
    _change: &Change<'a>,
    _now: Instant,
) -> Verdict<'a> {
    Verdict::Refused(Rejection { refusals: vec![Refusal::UnsupportedChange], denial: None })
}
