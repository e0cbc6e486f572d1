//! What is wrong with a JSON text, in the words of its author.

mod complaint;
mod wording;

use core::fmt;

use serde_json::error::Category;

pub(super) use complaint::Complaint;
use wording::quoted_part;
pub(super) use wording::{quoted, suggestion};

/// What kind of thing is wrong. Its name is a stable code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonErrorKind {
    /// The text is not JSON, or has something behind its value.
    Syntax,
    /// An object has a key that its shape does not know.
    UnknownKey,
    /// An object has the same key twice.
    DuplicateKey,
    /// An object lacks a key.
    MissingKey,
    /// A value is of another type than expected, such as a number in place of a string.
    WrongType,
    /// A value has the right type and is not allowed.
    WrongValue,
    /// A text, list or name is longer than allowed.
    TooLarge,
    /// A value of the contract has no JSON form, such as an instant after the year 9999.
    Unprintable,
}

contract_names!(JsonErrorKind {
    Syntax => "json-syntax",
    UnknownKey => "json-unknown-key",
    DuplicateKey => "json-duplicate-key",
    MissingKey => "json-missing-key",
    WrongType => "json-wrong-type",
    WrongValue => "json-wrong-value",
    TooLarge => "json-too-large",
    Unprintable => "json-unprintable",
});

/// A JSON text that could not be read, or a value that could not be printed.
///
/// ```
/// use guestpass_contract::json;
/// let error = json::request_from_str(r#"{"privilages": "iam:invitation:create", "now": "2026-01-01T00:00:00Z"}"#).unwrap_err();
/// assert_eq!(error.code(), "json-unknown-key");
/// assert_eq!(error.path(), "privilages");
/// assert_eq!(error.line(), Some(1));
/// assert_eq!(error.message(), "unknown key `privilages`; did you mean `privileges`?");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", Place(self))]
pub struct JsonError {
    kind: JsonErrorKind,
    path: String,
    position: Option<Position>,
    message: String,
}

/// Where reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    line: usize,
    column: usize,
}

impl JsonError {
    /// What kind of thing is wrong.
    #[must_use]
    pub fn kind(&self) -> JsonErrorKind {
        self.kind
    }

    /// The stable code of [`JsonError::kind`], such as `json-unknown-key`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.kind.name()
    }

    /// The way to the value, such as `role_grants[0].window.start`; empty for the whole text. It includes the key that
    /// is unknown, duplicate or missing.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line at which reading stopped, counted from 1; none when the error has no one place.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.position.map(|position| position.line)
    }

    /// The byte of that line at which reading stopped, counted from 1.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.position.map(|position| position.column)
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// An error without a place in a text.
    pub(super) fn new(kind: JsonErrorKind, path: &str, message: String) -> Self {
        Self { kind, path: path.to_owned(), position: None, message }
    }

    /// The same error, known to lie in this line of a text of many values.
    pub(super) fn in_line(mut self, line: usize) -> Self {
        let column = self.column().unwrap_or(1);
        self.position = Some(Position { line, column });
        self
    }

    /// Words what serde found wrong, which it only says in prose; `path` is the way to it, from the inside out.
    pub(super) fn from_serde(error: &serde_json::Error, path: &[Step]) -> Self {
        let (line, column) = (error.line(), error.column());
        // serde counts the bytes that it has read, which may be none.
        let position = (line > 0).then_some(Position { line, column: column.max(1) });
        let text = error.to_string();
        let text = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
        let mut path = printed(path);
        let complaint = match error.classify() {
            Category::Data => Complaint::from_serde(text),
            Category::Syntax | Category::Eof | Category::Io => {
                Complaint::new(JsonErrorKind::Syntax, format!("not JSON: {text}"))
            }
        };
        // serde notices an unknown key while it reads the key, which is then part of the path already.
        if let Some(key) = &complaint.key
            && complaint.kind != JsonErrorKind::UnknownKey
        {
            let key = quoted_part(key);
            path = if path.is_empty() { key } else { format!("{path}.{key}") };
        }
        Self { kind: complaint.kind, path, position, message: complaint.message }
    }
}

/// The part of the message that says where.
struct Place<'a>(&'a JsonError);

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.0;
        match (error.path.is_empty(), error.position) {
            (true, None) => Ok(()),
            (false, None) => write!(formatter, "`{}`: ", error.path),
            (true, Some(at)) => write!(formatter, "line {} column {}: ", at.line, at.column),
            (false, Some(at)) => write!(formatter, "`{}`, line {} column {}: ", error.path, at.line, at.column),
        }
    }
}

/// A step on the way to a value.
#[derive(Debug)]
pub(super) enum Step {
    /// To the value of a key that a shape knows.
    Key(&'static str),
    /// To the value of any other key.
    Name(String),
    /// To an entry of a list, counted from 0.
    Index(usize),
}

/// The way in the words of [`JsonError::path`]; its steps come from the inside out.
fn printed(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path.iter().rev() {
        let key = match step {
            Step::Index(index) => {
                text.push_str(&format!("[{index}]"));
                continue;
            }
            Step::Key(key) => key,
            Step::Name(key) => key.as_str(),
        };
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(&quoted_part(key));
    }
    text
}
