//! Texts, each with its bound.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::too_large;
use crate::json::errors::{Complaint, JsonErrorKind, quoted};
use crate::limits::{MAX_DESCRIPTION_BYTES, MAX_EXPRESSION_BYTES, MAX_NAME_BYTES};

/// A name or an identifier: not empty, at most [`MAX_NAME_BYTES`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::json) struct Name(pub(in crate::json) String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_str(TextVisitor { maximum_bytes: MAX_NAME_BYTES })?;
        if text.is_empty() {
            let message = "must not be empty; leave the key out when there is nothing to say".to_owned();
            return Err(D::Error::custom(Complaint::new(JsonErrorKind::WrongValue, message)));
        }
        Ok(Self(text))
    }
}

impl Name {
    pub(in crate::json) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a custom role's privilege. Blanks part one of them from the next, so that none has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::json) struct PrivilegeName(pub(in crate::json) String);

impl<'de> Deserialize<'de> for PrivilegeName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Name(text) = Name::deserialize(deserializer)?;
        if text.contains(' ') {
            let message = format!("{} holds a blank, which no privilege does", quoted(&text));
            return Err(D::Error::custom(Complaint::new(JsonErrorKind::WrongValue, message)));
        }
        Ok(Self(text))
    }
}

/// The value of an attribute: at most [`MAX_NAME_BYTES`], and it may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::json) struct Text(pub(in crate::json) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor { maximum_bytes: MAX_NAME_BYTES }).map(Self)
    }
}

impl Text {
    /// The same bound, for a text that was found where other values could have stood.
    pub(in crate::json) fn new<E: Error>(text: &str) -> Result<Self, E> {
        TextVisitor { maximum_bytes: MAX_NAME_BYTES }.visit_str(text).map(Self)
    }
}

/// Free text for people: at most [`MAX_DESCRIPTION_BYTES`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::json) struct Description(pub(in crate::json) String);

impl<'de> Deserialize<'de> for Description {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor { maximum_bytes: MAX_DESCRIPTION_BYTES }).map(Self)
    }
}

/// A privilege expression: at most [`MAX_EXPRESSION_BYTES`]. What it says, or that it says nothing, is the policy's to
/// judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::json) struct Expression(pub(in crate::json) String);

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor { maximum_bytes: MAX_EXPRESSION_BYTES }).map(Self)
    }
}

struct TextVisitor {
    maximum_bytes: usize,
}

impl Visitor<'_> for TextVisitor {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        if text.len() > self.maximum_bytes {
            let message = format!("{} is longer than {} bytes", quoted(text), self.maximum_bytes);
            return Err(E::custom(too_large(message)));
        }
        Ok(text.to_owned())
    }
}
