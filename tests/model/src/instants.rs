//! Instants and half-open windows (X2).

use crate::json::{Unreadable, required};
use chrono::{DateTime, SecondsFormat};
use serde_json::Value;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub(crate) type Instant = i64;

/// Reads RFC 3339.
pub(crate) fn read_text(text: &str) -> Result<Instant, Unreadable> {
    let instant = DateTime::parse_from_rfc3339(text);
    instant.map(|instant| instant.timestamp_millis()).map_err(|error| Unreadable(format!("`{text}`: {error}")))
}

/// Reads RFC 3339 out of a JSON text.
pub(crate) fn read(value: &Value) -> Result<Instant, Unreadable> {
    read_text(value.as_str().ok_or_else(|| Unreadable(format!("{value} is not an instant")))?)
}

/// Prints in UTC, with milliseconds only when there are any.
pub(crate) fn print(instant: Instant) -> String {
    let precision = if instant.rem_euclid(1000) == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
    DateTime::from_timestamp_millis(instant)
        .map_or_else(|| instant.to_string(), |it| it.to_rfc3339_opts(precision, true))
}

/// Half-open: it holds its start and not its end (F28, C35).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) start: Instant,
    pub(crate) end: Instant,
}

impl Window {
    pub(crate) fn read(value: &Value) -> Result<Self, Unreadable> {
        Ok(Self { start: read(required(value, "start")?)?, end: read(required(value, "end")?)? })
    }

    /// Why an instant is outside; none when it is inside (F29).
    pub(crate) fn missed(self, instant: Instant) -> Option<&'static str> {
        if instant < self.start {
            Some("window-not-started")
        } else if instant >= self.end {
            Some("window-ended")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_half_open() {
        let window = Window { start: 10, end: 12 };
        for (instant, missed) in [(9, Some("window-not-started")), (10, None), (11, None), (12, Some("window-ended"))] {
            assert_eq!(window.missed(instant), missed, "{instant}");
        }
    }

    #[test]
    fn instants_are_read_and_printed() {
        for (text, expected) in [
            ("1970-01-01T00:00:00.001Z", "1970-01-01T00:00:00.001Z"),
            ("2026-11-22T11:00:00+01:00", "2026-11-22T10:00:00Z"),
            ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(read_text(text).map(print).as_deref(), Ok(expected));
        }
        assert!(read_text("tomorrow").is_err());
    }
}
