//! Weekdays, in UTC.

use crate::bindings::exports::guestpass::policy::evaluation::Instant;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// 1970-01-01 was a Thursday: the week that holds it began three days earlier.
const FIRST_MONDAY_MS: i64 = -3 * DAY_MS;
const WEEK_MS: i64 = 7 * DAY_MS;
const SATURDAY_MS: i64 = 5 * DAY_MS;

/// Monday to Friday.
pub(crate) fn is_weekday(now: Instant) -> bool {
    since_monday(now) < SATURDAY_MS
}

/// The instants between which nothing changes from weekday to weekend: the last such change up to `now`, and the next.
pub(crate) fn edges_around(now: Instant) -> [Instant; 2] {
    let since_monday = since_monday(now);
    let [begins, ends] = if is_weekday(now) { [0, SATURDAY_MS] } else { [SATURDAY_MS, WEEK_MS] };
    // Both are measured from `now`, so that an edge beyond the first or last instant is that instant.
    [now.saturating_sub(since_monday - begins), now.saturating_add(ends - since_monday)]
}

fn since_monday(now: Instant) -> i64 {
    // Each is taken into its week first, so that no instant is too far away.
    (now.rem_euclid(WEEK_MS) - FIRST_MONDAY_MS).rem_euclid(WEEK_MS)
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, edges_around, is_weekday};

    /// 2026-03-02, a Monday.
    const MONDAY: i64 = 1_772_409_600_000;

    #[test]
    fn the_week_begins_on_monday_and_ends_before_saturday() {
        for (days, expected) in [(0, true), (4, true), (5, false), (6, false), (7, true), (-1, false)] {
            let midnight = MONDAY + days * DAY_MS;
            assert_eq!(is_weekday(midnight), expected, "day {days}");
            assert_eq!(is_weekday(midnight + DAY_MS - 1), expected, "the end of day {days}");
        }
        assert!(is_weekday(0), "1970 began on a Thursday");
    }

    #[test]
    fn edges_surround_every_instant() {
        assert_eq!(edges_around(MONDAY), [MONDAY, MONDAY + 5 * DAY_MS]);
        assert_eq!(edges_around(MONDAY - 1), [MONDAY - 2 * DAY_MS, MONDAY]);
        for now in [i64::MIN, -1, 0, i64::MAX] {
            let [before, after] = edges_around(now);
            assert!(before <= now && (now < after || now == i64::MAX), "{before} {now} {after}");
        }
    }
}
