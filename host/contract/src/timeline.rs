//! How the answer to one question changes as time goes by.

use crate::limits::MAX_SEGMENTS;
use crate::{Decision, InstantMs};

/// The decisions on one question from one instant to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The first instant asked about.
    pub from: InstantMs,
    /// The first instant no longer asked about.
    pub until: InstantMs,
    /// One behind the other, without a gap, from `from` on.
    pub segments: Vec<Segment>,
    /// The first instant that was asked about and is not answered, because there are more than [`MAX_SEGMENTS`]; none
    /// when all are.
    pub cut_at: Option<InstantMs>,
}

/// A half-open span of time with one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// First instant inside.
    pub start: InstantMs,
    /// First instant outside.
    pub end: InstantMs,
    /// The decision at each instant inside.
    pub decision: Decision,
}

/// Asks `decide` about `from_ms`, then about the first instant at which its answer ends, and so on up to `until_ms`,
/// which is not asked about any more. No segments when there is nothing between the two.
///
/// It comes to an end whatever `decide` says: each segment is a millisecond long at least, and there are at most
/// [`MAX_SEGMENTS`].
///
/// # Errors
/// The first error of `decide`.
pub fn timeline<E>(
    from_ms: InstantMs,
    until_ms: InstantMs,
    mut decide: impl FnMut(InstantMs) -> Result<Decision, E>,
) -> Result<Timeline, E> {
    let mut segments = Vec::new();
    let mut start = from_ms;
    while start < until_ms && segments.len() < MAX_SEGMENTS {
        let decision = decide(start)?;
        let end = decision.valid_until.unwrap_or(until_ms).max(start.saturating_add(1)).min(until_ms);
        segments.push(Segment { start, end, decision });
        start = end;
    }
    let cut_at = (start < until_ms).then_some(start);
    Ok(Timeline { from: from_ms, until: until_ms, segments, cut_at })
}
