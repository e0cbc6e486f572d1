//! Timelines as JSON.

use serde::Serialize;

use super::decision::DecisionJson;
use super::errors::JsonError;
use super::instant::InstantText;
use crate::{Facts, PolicyInfo, Timeline};

/// How the answer to one question changes as time goes by. serde prints it; the order of the keys is fixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "timeline", deny_unknown_fields))]
pub struct TimelineJson<'a> {
    /// The first instant asked about.
    from: InstantText,
    /// The first instant no longer asked about.
    until: InstantText,
    /// One behind the other, without a gap, from `from` on.
    segments: Vec<SegmentJson<'a>>,
    /// The first instant that is not answered because there are too many segments; null when all are.
    cut_at: Option<InstantText>,
}

/// A span of time with one decision: it holds its start and not its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "segment", deny_unknown_fields))]
struct SegmentJson<'a> {
    /// First instant inside.
    start: InstantText,
    /// First instant outside.
    end: InstantText,
    /// The decision at each instant inside, as it is at the first.
    decision: DecisionJson<'a>,
}

impl<'a> TimelineJson<'a> {
    /// Gives the decisions of a timeline their names, as [`DecisionJson::new`] does.
    ///
    /// # Errors
    /// As [`DecisionJson::new`].
    pub fn new(timeline: &Timeline, info: &'a PolicyInfo, facts: &'a Facts, digest: &str) -> Result<Self, JsonError> {
        let segments = timeline.segments.iter().map(|segment| {
            Ok(SegmentJson {
                start: InstantText::new("segments", segment.start)?,
                end: InstantText::new("segments", segment.end)?,
                decision: DecisionJson::new(&segment.decision, info, facts, segment.start, digest)?,
            })
        });
        Ok(Self {
            from: InstantText::new("from", timeline.from)?,
            until: InstantText::new("until", timeline.until)?,
            segments: segments.collect::<Result<_, JsonError>>()?,
            cut_at: timeline.cut_at.map(|instant| InstantText::new("cut_at", instant)).transpose()?,
        })
    }
}
