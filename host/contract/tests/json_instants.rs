//! Instants: what is read, what is refused and how they are printed.

use guestpass_contract::json::{instant_from_str, instant_to_string};
use proptest::prelude::*;

const READ: &[(&str, i64, &str)] = &[
    ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
    ("1970-01-01t00:00:00z", 0, "1970-01-01T00:00:00Z"),
    ("1970-01-01T01:00:00+01:00", 0, "1970-01-01T00:00:00Z"),
    ("1969-12-31T18:30:00-05:30", 0, "1970-01-01T00:00:00Z"),
    ("1970-01-01T00:00:00-00:00", 0, "1970-01-01T00:00:00Z"),
    ("1970-01-01T00:00:00.5Z", 500, "1970-01-01T00:00:00.500Z"),
    ("1970-01-01T00:00:00.001000000000Z", 1, "1970-01-01T00:00:00.001Z"),
    ("1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"),
    ("2024-02-29T00:00:00Z", 1_709_164_800_000, "2024-02-29T00:00:00Z"),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000, "0001-01-01T00:00:00Z"),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
];

const REFUSED: &[(&str, &str)] = &[
    ("", "is not an RFC 3339 instant"),
    ("tomorrow", "is not an RFC 3339 instant"),
    ("2026-11-22", "is not an RFC 3339 instant"),
    ("2026-11-22T10:00Z", "is not an RFC 3339 instant"),
    ("2026-11-22 10:00:00Z", "is not an RFC 3339 instant"),
    (" 2026-11-22T10:00:00Z", "is not an RFC 3339 instant"),
    ("2026-11-22T10:00:00Z ", "is not an RFC 3339 instant"),
    ("2026-11-22T10:00:00\u{2212}01:00", "is not an RFC 3339 instant"),
    ("2026-02-29T00:00:00Z", "is not an RFC 3339 instant"),
    ("2026-11-22T24:00:00Z", "is not an RFC 3339 instant"),
    ("2026-11-22T10:00:00+24:00", "is not an RFC 3339 instant"),
    ("2026-11-22T10:00:00+01", "is not an RFC 3339 instant"),
    ("10000-01-01T00:00:00Z", "is not an RFC 3339 instant"),
    ("+2026-11-22T10:00:00Z", "is not an RFC 3339 instant"),
    ("1795341600000", "is not an RFC 3339 instant"),
    ("2026-11-22T10:00:00", "has no offset"),
    ("2026-11-22T10:00:00.5", "has no offset"),
    ("2016-12-31T23:59:60Z", "is a leap second"),
    ("2016-12-31T23:59:60.5Z", "is a leap second"),
    ("2026-11-22T10:00:00.0001Z", "is finer than a millisecond"),
    ("2026-11-22T10:00:00.000000000001Z", "is finer than a millisecond"),
    ("0000-12-31T23:59:59Z", "lies outside the years 0001 to 9999"),
    ("0001-01-01T00:00:00+00:01", "lies outside the years 0001 to 9999"),
    ("9999-12-31T23:59:59-00:01", "lies outside the years 0001 to 9999"),
];

#[test]
fn reads_and_prints() {
    for (text, ms, printed) in READ {
        assert_eq!(instant_from_str(text).as_ref(), Ok(ms), "{text}");
        assert_eq!(instant_to_string(*ms).as_deref(), Ok(*printed), "{text}");
    }
}

#[test]
fn refuses_each_for_its_own_reason() {
    for (text, message) in REFUSED {
        let error = instant_from_str(text).unwrap_err();
        assert_eq!(error.code(), "json-wrong-value", "{text}");
        assert!(error.message().contains(message), "{text}: {error}");
    }
}

#[test]
fn what_has_no_text_is_not_printed() {
    for ms in [-62_135_596_800_001, 253_402_300_800_000, i64::MIN, i64::MAX] {
        assert_eq!(instant_to_string(ms).unwrap_err().code(), "json-unprintable", "{ms}");
    }
}

proptest! {
    #[test]
    fn printed_instants_read_back(ms in -62_135_596_800_000_i64..=253_402_300_799_999) {
        prop_assert_eq!(instant_from_str(&instant_to_string(ms)?)?, ms);
    }
}
