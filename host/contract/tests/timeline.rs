//! Timelines, made by a fake that decides.

use core::convert::Infallible;

use guestpass_contract::{Decision, Effect, FactsRead, Obligations, Reason, timeline};

fn until(valid_until: Option<i64>) -> Decision {
    Decision {
        effect: Effect::Deny,
        reason: Reason::NoPrivilege,
        granted_by: None,
        valid_from: None,
        valid_until,
        hidden_field_groups: 0,
        obligations: Obligations::empty(),
        facts_read: FactsRead::empty(),
        explanation: None,
    }
}

/// The spans of the segments, and where they are cut.
fn spans(from: i64, until_ms: i64, decide: impl Fn(i64) -> Option<i64>) -> (Vec<(i64, i64)>, Option<i64>) {
    let Ok(made) = timeline(from, until_ms, |now| Ok::<_, Infallible>(until(decide(now))));
    assert_eq!((made.from, made.until), (from, until_ms));
    for segment in &made.segments {
        assert_eq!(segment.decision, until(decide(segment.start)), "decided at the start of the segment");
    }
    (made.segments.iter().map(|segment| (segment.start, segment.end)).collect(), made.cut_at)
}

#[test]
fn from_boundary_to_boundary() {
    let boundaries = |now| [10, 20, 35].into_iter().find(|boundary| *boundary > now);
    let cases = [
        ((0, 50), vec![(0, 10), (10, 20), (20, 35), (35, 50)]),
        ((10, 20), vec![(10, 20)]),
        ((12, 30), vec![(12, 20), (20, 30)]),
        ((35, 36), vec![(35, 36)]),
        ((5, 5), vec![]),
        ((6, 5), vec![]),
        ((i64::MIN, i64::MAX), vec![(i64::MIN, 10), (10, 20), (20, 35), (35, i64::MAX)]),
    ];
    for ((from, until), expected) in cases {
        assert_eq!(spans(from, until, boundaries), (expected, None), "{from} {until}");
    }
}

#[test]
fn it_ends_whatever_is_decided() {
    let (short, cut_at) = spans(0, 1_000, |now| Some(now + 1));
    assert_eq!((short.len(), short.last(), cut_at), (1_000, Some(&(999, 1_000)), None));
    let (short, cut_at) = spans(0, 1_001, |now| Some(now + 1));
    assert_eq!((short.len(), short.last(), cut_at), (1_000, Some(&(999, 1_000)), Some(1_000)));
    // An answer that is over already.
    assert_eq!(spans(7, 9, |_| Some(i64::MIN)), (vec![(7, 8), (8, 9)], None));
    assert_eq!(spans(i64::MAX - 1, i64::MAX, Some), (vec![(i64::MAX - 1, i64::MAX)], None));
}

#[test]
fn the_first_error_ends_it() {
    let mut asked = vec![];
    let made = timeline(0, 50, |now| {
        asked.push(now);
        if now < 20 { Ok(until(Some(now + 10))) } else { Err(now) }
    });
    assert_eq!((made, asked), (Err(20), vec![0, 10, 20]));
}
