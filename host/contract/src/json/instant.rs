//! Instants as RFC 3339 text.

use chrono::{DateTime, SecondsFormat, Timelike, Utc};
use serde::{Serialize, Serializer};

use super::errors::{Complaint, JsonError, JsonErrorKind, quoted};
use super::read::{Form, Place, Taken, Unfit};
use crate::{InstantMs, Window};

/// 0001-01-01T00:00:00Z: RFC 3339 has no earlier year with an agreed meaning.
const FIRST_MS: InstantMs = -62_135_596_800_000;
/// 9999-12-31T23:59:59.999Z: RFC 3339 has four digits for a year.
const LAST_MS: InstantMs = 253_402_300_799_999;

/// Reads an RFC 3339 instant, such as `2026-11-22T11:00:00+01:00`.
///
/// ```
/// use guestpass_contract::json::{instant_from_str, instant_to_string};
/// let now = instant_from_str("2026-11-22T11:00:00+01:00")?;
/// assert_eq!(now, 1_795_341_600_000);
/// assert_eq!(instant_to_string(now)?, "2026-11-22T10:00:00Z");
/// # Ok::<(), guestpass_contract::json::JsonError>(())
/// ```
///
/// # Errors
/// [`JsonErrorKind::WrongValue`]: not RFC 3339, no offset, a leap second, finer than a millisecond, or outside the
/// years 0001 to 9999 in UTC.
pub fn instant_from_str(text: &str) -> Result<InstantMs, JsonError> {
    parse(text).map_err(|message| JsonError::new(JsonErrorKind::WrongValue, "", message))
}

/// Prints an instant in UTC with `Z`, with milliseconds only when there are any.
///
/// # Errors
/// [`JsonErrorKind::Unprintable`] outside the years 0001 to 9999.
pub fn instant_to_string(instant: InstantMs) -> Result<String, JsonError> {
    print(instant).ok_or_else(|| unprintable("", instant))
}

/// An instant that is known to have a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct InstantText(InstantMs);

impl InstantText {
    pub(super) fn new(path: &str, instant: InstantMs) -> Result<Self, JsonError> {
        if (FIRST_MS..=LAST_MS).contains(&instant) { Ok(Self(instant)) } else { Err(unprintable(path, instant)) }
    }

    pub(super) fn ms(self) -> InstantMs {
        self.0
    }
}

impl Place for InstantText {
    fn form(&self) -> Form {
        Form::Text("a string with an RFC 3339 instant")
    }

    fn text(&mut self, text: &str) -> Taken {
        self.0 = parse(text).map_err(|message| Unfit::Value(Complaint::new(JsonErrorKind::WrongValue, message)))?;
        Ok(())
    }
}

impl Serialize for InstantText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error as _;
        let text = print(self.0).ok_or_else(|| S::Error::custom("the instant is outside the years 0001 to 9999"))?;
        serializer.serialize_str(&text)
    }
}

/// A span of time of which both ends have a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "span", deny_unknown_fields))]
pub(super) struct WindowText {
    /// First instant inside.
    start: InstantText,
    /// First instant outside.
    end: InstantText,
}

impl WindowText {
    pub(super) fn new(path: &str, window: Window) -> Result<Self, JsonError> {
        Ok(Self { start: InstantText::new(path, window.start)?, end: InstantText::new(path, window.end)? })
    }
}

fn parse(text: &str) -> Result<InstantMs, String> {
    let Some(instant) = rfc3339(text) else {
        return Err(if rfc3339(&format!("{text}Z")).is_some() {
            format!("{} has no offset; add `Z` for UTC or one such as `+01:00`", quoted(text))
        } else {
            format!("{} is not an RFC 3339 instant with an offset, such as `2026-11-22T10:00:00Z`", quoted(text))
        });
    };
    // chrono keeps a leap second as a second with too many nanoseconds.
    if instant.nanosecond() >= 1_000_000_000 {
        return Err(format!(
            "{} is a leap second, which instants here do not count; use the next second",
            quoted(text)
        ));
    }
    if finer_than_ms(text) {
        return Err(format!("{} is finer than a millisecond; give at most three digits", quoted(text)));
    }
    let instant = instant.timestamp_millis();
    if !(FIRST_MS..=LAST_MS).contains(&instant) {
        return Err(format!("{} lies outside the years 0001 to 9999 in UTC", quoted(text)));
    }
    Ok(instant)
}

/// chrono's reader is more generous than RFC 3339: a blank in place of `T`, minus signs that are not ASCII.
fn rfc3339(text: &str) -> Option<DateTime<Utc>> {
    let separator = text.as_bytes().get(10)?;
    if !text.is_ascii() || !separator.eq_ignore_ascii_case(&b'T') {
        return None;
    }
    DateTime::parse_from_rfc3339(text).ok().map(|instant| instant.to_utc())
}

/// Looked up in the text, because chrono drops what is finer than a nanosecond.
fn finer_than_ms(text: &str) -> bool {
    let Some((_, fraction)) = text.split_once('.') else { return false };
    fraction.bytes().take_while(u8::is_ascii_digit).skip(3).any(|digit| digit != b'0')
}

fn print(instant: InstantMs) -> Option<String> {
    if !(FIRST_MS..=LAST_MS).contains(&instant) {
        return None;
    }
    let precision = if instant.rem_euclid(1_000) == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
    Some(DateTime::from_timestamp_millis(instant)?.to_rfc3339_opts(precision, true))
}

fn unprintable(path: &str, instant: InstantMs) -> JsonError {
    let message = format!("the instant `{instant}` ms lies outside the years 0001 to 9999");
    JsonError::new(JsonErrorKind::Unprintable, path, message)
}
