//! What conditions may ask about.

use std::collections::BTreeMap;

use guestpass_contract::ValueDraft;
use serde::{Deserialize, Serialize};

/// Attributes by name.
pub type Attributes = BTreeMap<String, AttributeValue>;

/// The value of an attribute. There are no floating-point numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AttributeValue {
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// An instant.
    Timestamp(Timestamp),
}

/// An instant, marked so that it is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timestamp {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub timestamp_ms: i64,
}

impl AttributeValue {
    /// Calls `with` with the value as facts take it.
    pub(crate) fn with_draft<T>(&self, with: impl FnOnce(ValueDraft<'_>) -> T) -> T {
        match self {
            Self::Boolean(value) => with(ValueDraft::Boolean(*value)),
            Self::Integer(value) => with(ValueDraft::Integer(*value)),
            Self::Text(value) => with(ValueDraft::Text(value)),
            Self::Texts(values) => {
                let texts: Vec<&str> = values.iter().map(String::as_str).collect();
                with(ValueDraft::Texts(&texts))
            }
            Self::Timestamp(value) => with(ValueDraft::Timestamp(value.timestamp_ms)),
        }
    }
}
