//! Reads JSON and TOML values by hand, member by member.

use serde_json::Value;
use std::fmt;

/// A document, facts, a request or a change that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub(crate) String);

impl Unreadable {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

/// The member of an object; none when it is missing or null.
pub(crate) fn member<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value.get(key).filter(|member| !member.is_null())
}

/// A member that must be there.
pub(crate) fn required<'a>(value: &'a Value, key: &str) -> Result<&'a Value, Unreadable> {
    member(value, key).ok_or_else(|| Unreadable(format!("`{key}` is missing in {value}")))
}

/// A text.
pub(crate) fn text(value: &Value) -> Result<String, Unreadable> {
    value.as_str().map(str::to_owned).ok_or_else(|| Unreadable(format!("{value} is not a text")))
}

/// A text that must be there.
pub(crate) fn required_text(value: &Value, key: &str) -> Result<String, Unreadable> {
    text(required(value, key)?)
}

/// A text that may be missing.
pub(crate) fn optional_text(value: &Value, key: &str) -> Result<Option<String>, Unreadable> {
    member(value, key).map(text).transpose()
}

/// A yes or no that must be there.
pub(crate) fn required_flag(value: &Value, key: &str) -> Result<bool, Unreadable> {
    required(value, key)?.as_bool().ok_or_else(|| Unreadable(format!("`{key}` is not a boolean in {value}")))
}

/// A yes or no; no when it is missing.
pub(crate) fn flag(value: &Value, key: &str) -> Result<bool, Unreadable> {
    if member(value, key).is_none() { Ok(false) } else { required_flag(value, key) }
}

/// A number that is not negative; 0 when it is missing.
pub(crate) fn count(value: &Value, key: &str) -> Result<u64, Unreadable> {
    match member(value, key) {
        None => Ok(0),
        Some(found) => found.as_u64().ok_or_else(|| Unreadable(format!("`{key}` is not a count in {value}"))),
    }
}

/// Every item of a list, read by `read`; none when the list is missing.
pub(crate) fn list<T>(
    value: &Value,
    key: &str,
    read: impl Fn(&Value) -> Result<T, Unreadable>,
) -> Result<Vec<T>, Unreadable> {
    match member(value, key) {
        None => Ok(Vec::new()),
        Some(found) => {
            let items = found.as_array().ok_or_else(|| Unreadable(format!("`{key}` is not a list in {value}")))?;
            items.iter().map(read).collect()
        }
    }
}

/// An item read by `read`; none when it is missing.
pub(crate) fn optional<T>(
    value: &Value,
    key: &str,
    read: impl Fn(&Value) -> Result<T, Unreadable>,
) -> Result<Option<T>, Unreadable> {
    member(value, key).map(read).transpose()
}
