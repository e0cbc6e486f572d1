//! Timelines for people: one line a segment, with a drawing where there is a terminal to draw on.

use guestpass_contract::json::{JsonError, instant_to_string};
use guestpass_contract::{Facts, InstantMs, PolicyInfo, Segment, Timeline};

use crate::decision_text::{ALLOWED, DENIED, granted};
use crate::sentences;

/// Characters that a drawing of the whole timeline takes.
const CELLS: usize = 24;
const FILLED: &str = "━";
const EMPTY: &str = "·";

/// One line a segment: when, the drawing, and the decision.
pub(crate) fn lines(
    timeline: &Timeline,
    is_drawn: bool,
    info: &PolicyInfo,
    facts: &Facts,
) -> Result<Vec<String>, JsonError> {
    let mut lines = Vec::new();
    for segment in &timeline.segments {
        let (start, end) = (instant_to_string(segment.start)?, instant_to_string(segment.end)?);
        let style = if segment.decision.is_allowed() { ALLOWED } else { DENIED };
        let drawing =
            if is_drawn { format!("  {style}{}{style:#}", drawing(timeline, segment)) } else { String::new() };
        lines.push(format!("{start} to {end}{drawing}  {}", answer(segment, info, facts)));
    }
    Ok(lines)
}

/// The decision in short: the whole of it is the answer of `guestpass check` at an instant of the segment.
fn answer(segment: &Segment, info: &PolicyInfo, facts: &Facts) -> String {
    let decision = &segment.decision;
    let sentence = sentences::of_reason(decision.reason);
    match decision.granted_by {
        Some(granted_by) => format!("{ALLOWED}allowed:{ALLOWED:#} {}", granted(granted_by, info, facts)),
        None if decision.is_allowed() => format!("{ALLOWED}allowed:{ALLOWED:#} {sentence}"),
        None => format!("{DENIED}denied:{DENIED:#} {} — {sentence}", decision.reason),
    }
}

/// The segment's part of the whole is filled, at least one cell of it.
fn drawing(timeline: &Timeline, segment: &Segment) -> String {
    let first = cell(timeline, segment.start).min(CELLS.saturating_sub(1));
    let filled = cell(timeline, segment.end).saturating_sub(first).max(1);
    let rest = CELLS.saturating_sub(first).saturating_sub(filled);
    [EMPTY.repeat(first), FILLED.repeat(filled), EMPTY.repeat(rest)].concat()
}

/// Where an instant stands, rounded down: from 0 at the beginning to [`CELLS`] at the end.
fn cell(timeline: &Timeline, instant: InstantMs) -> usize {
    let whole = i128::from(timeline.until).saturating_sub(i128::from(timeline.from)).max(1);
    let part = i128::from(instant).saturating_sub(i128::from(timeline.from)).clamp(0, whole);
    let cells = i128::try_from(CELLS).unwrap_or_default();
    usize::try_from(part.saturating_mul(cells).checked_div(whole).unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::drawing;
    use guestpass_contract::{Decision, Effect, FactsRead, Obligations, Reason, Segment, Timeline};

    fn segment(start: i64, end: i64) -> Segment {
        let decision = Decision {
            effect: Effect::Deny,
            reason: Reason::WindowEnded,
            granted_by: None,
            valid_from: None,
            valid_until: None,
            hidden_field_groups: 0,
            obligations: Obligations::default(),
            facts_read: FactsRead::default(),
            explanation: None,
        };
        Segment { start, end, decision }
    }

    #[test]
    fn a_drawing_shows_where_in_the_whole_a_segment_stands() {
        for (until, start, end, expected) in [
            (24, 0, 24, "━━━━━━━━━━━━━━━━━━━━━━━━"),
            (24, 0, 1, "━·······················"),
            (24, 12, 18, "············━━━━━━······"),
            (24, 23, 24, "·······················━"),
            (1_000_000, 500_000, 500_001, "············━···········"),
            (1_000_000, 999_999, 1_000_000, "·······················━"),
            (1, 0, 1, "━━━━━━━━━━━━━━━━━━━━━━━━"),
            (i64::MAX, 0, i64::MAX, "━━━━━━━━━━━━━━━━━━━━━━━━"),
        ] {
            let segment = segment(start, end);
            let timeline = Timeline { from: 0, until, segments: Vec::new(), cut_at: None };
            assert_eq!(drawing(&timeline, &segment), expected, "{start} to {end} of {until}");
        }
    }
}
