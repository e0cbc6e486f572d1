//! How long an answer holds.

use crate::order::sort;
use crate::time::Instant;
use alloc::vec::Vec;

/// The largest half-open interval around `now` on which `same` holds; none for an open end.
///
/// `boundaries` are all instants at which an answer may change, in any order: between two of them nothing changes, so
/// asking once for each piece is enough.
pub(crate) fn around(
    now: Instant,
    boundaries: &mut Vec<Instant>,
    same: impl Fn(Instant) -> bool,
) -> (Option<Instant>, Option<Instant>) {
    if boundaries.is_empty() {
        return (None, None);
    }
    sort(boundaries);
    boundaries.dedup();
    let split = boundaries.partition_point(|&boundary| boundary <= now);
    let (past, future) = boundaries.split_at_checked(split).unwrap_or((boundaries.as_slice(), &[]));

    // The piece that begins at a boundary is asked about at that boundary; the one that ends there, a moment before it.
    let valid_until = future.iter().copied().find(|&boundary| !same(boundary));
    let valid_from = past.iter().rev().copied().find(|&boundary| !before(boundary).is_none_or(&same));
    (valid_from, valid_until)
}

/// The last instant before a boundary; none before the beginning of time.
fn before(boundary: Instant) -> Option<Instant> {
    boundary.0.checked_sub(1).map(Instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_at_the_nearest_change_on_each_side() {
        let mut boundaries = Vec::from([40, 10, 20, 30, 20].map(Instant));
        let inside = |instant: Instant| (20..40).contains(&instant.0);
        for (now, expected) in [
            (25, (Some(20), Some(40))),
            (20, (Some(20), Some(40))),
            (39, (Some(20), Some(40))),
            (30, (Some(20), Some(40))),
        ] {
            let found = around(Instant(now), &mut boundaries, inside);
            assert_eq!(found, (expected.0.map(Instant), expected.1.map(Instant)), "at {now}");
        }
        let outside = |instant: Instant| !inside(instant);
        assert_eq!(around(Instant(5), &mut boundaries, outside), (None, Some(Instant(20))));
        assert_eq!(around(Instant(40), &mut boundaries, outside), (Some(Instant(40)), None));
        assert_eq!(around(Instant(40), &mut Vec::new(), outside), (None, None));
    }

    #[test]
    fn the_ends_of_time_are_ordinary_instants() {
        let mut boundaries = Vec::from([i64::MIN, i64::MAX].map(Instant));
        assert_eq!(around(Instant(0), &mut boundaries, |_| true), (None, None));
        assert_eq!(around(Instant(0), &mut boundaries, |at| at.0 == 0), (None, Some(Instant(i64::MAX))));
    }
}
