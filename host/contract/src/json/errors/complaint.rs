//! What a shape has against a value, on its way through serde.

use core::fmt;

use super::JsonErrorKind;
use super::wording::{clipped, quoted, suggestion};

/// Stands between the code and the message of a complaint on its way through serde. No code holds it, so that input
/// cannot forge one.
const MARK: char = '\u{1f}';

/// What a shape has against a value. serde carries errors of visitors as text only; this text keeps the code.
#[derive(Debug)]
pub(in crate::json) struct Complaint {
    pub(super) kind: JsonErrorKind,
    /// The key that is unknown, duplicate or missing.
    pub(super) key: Option<String>,
    pub(super) message: String,
}

impl Complaint {
    pub(in crate::json) fn new(kind: JsonErrorKind, message: String) -> Self {
        Self { kind, key: None, message }
    }

    /// A key that is required because of what other keys say; `because` tells the author what to do.
    pub(in crate::json) fn missing(key: &'static str, because: String) -> Self {
        let message = format!("missing key `{key}`; {because}");
        Self { kind: JsonErrorKind::MissingKey, key: Some(key.to_owned()), message }
    }

    /// Sorts serde's own messages by the words that they begin with. The tests would notice other words.
    pub(super) fn from_serde(text: &str) -> Self {
        if let Some((code, message)) = text.split_once(MARK)
            && let Some(kind) = JsonErrorKind::from_name(code)
        {
            // Only our own complaints come here, so that the name between the first backticks is a key of ours.
            let key = message.strip_prefix("missing key `").and_then(|rest| rest.split_once('`'));
            return Self { kind, key: key.map(|(key, _)| key.to_owned()), message: message.to_owned() };
        }
        if let Some(rest) = text.strip_prefix("unknown field `") {
            return Self::unknown_key(rest);
        }
        if let Some(key) = text.strip_prefix("duplicate field `").and_then(|rest| rest.strip_suffix('`')) {
            let message = format!("duplicate key {}; keep one of the two", quoted(key));
            return Self { kind: JsonErrorKind::DuplicateKey, key: Some(key.to_owned()), message };
        }
        if let Some(key) = text.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            let message = format!("missing key {}", quoted(key));
            return Self { kind: JsonErrorKind::MissingKey, key: Some(key.to_owned()), message };
        }
        if let Some(rest) = text.strip_prefix("invalid type: ") {
            // The last one: a string that was found may hold the same words.
            let (found, expected) = rest.rsplit_once(", expected ").unwrap_or((rest, "something else"));
            let found = match found {
                "sequence" => "an array",
                "map" => "an object",
                other => other,
            };
            let message = format!("expected {expected}, found {}", clipped(found));
            return Self::new(JsonErrorKind::WrongType, message);
        }
        Self::new(JsonErrorKind::WrongValue, clipped(text))
    }

    /// From serde's words behind the opening backtick of the key.
    fn unknown_key(rest: &str) -> Self {
        // The last one: the key may hold the same words, the names of the shape do not.
        let (key, expected) = rest.rsplit_once("`, expected ").unwrap_or((rest, ""));
        // Every second piece between backticks is a name.
        let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let message = format!("unknown key {}; {}", quoted(key), suggestion(key, &known));
        Self { kind: JsonErrorKind::UnknownKey, key: Some(key.to_owned()), message }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{MARK}{}", self.kind.name(), self.message)
    }
}
