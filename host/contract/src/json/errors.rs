//! What is wrong with a JSON text, in the words of its author.

use core::fmt;

use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

use crate::limits::MAX_QUOTED_CHARS;

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

    /// Words what serde found wrong, which it only says in prose.
    pub(super) fn from_serde(error: &serde_json::Error, path: &Path) -> Self {
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
        if let Some(key) = &complaint.key {
            let key = quoted_part(key);
            if path != key && !path.ends_with(&format!(".{key}")) {
                path = if path.is_empty() { key } else { format!("{path}.{key}") };
            }
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

/// Stands between the code and the message of a complaint on its way through serde. No code holds it, so that input
/// cannot forge one.
const MARK: char = '\u{1f}';

/// What a shape has against a value. serde carries errors of visitors as text only; this text keeps the code.
#[derive(Debug)]
pub(super) struct Complaint {
    kind: JsonErrorKind,
    /// The key that is unknown, duplicate or missing.
    key: Option<String>,
    message: String,
}

impl Complaint {
    pub(super) fn new(kind: JsonErrorKind, message: String) -> Self {
        Self { kind, key: None, message }
    }

    /// A key that is required because of what other keys say; `because` tells the author what to do.
    pub(super) fn missing(key: &'static str, because: String) -> Self {
        let message = format!("missing key `{key}`; {because}");
        Self { kind: JsonErrorKind::MissingKey, key: Some(key.to_owned()), message }
    }

    /// Sorts serde's own messages by the words that they begin with. The tests would notice other words.
    fn from_serde(text: &str) -> Self {
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

/// `did you mean` the nearest of the names, or all of them when none is near.
pub(super) fn suggestion(given: &str, known: &[&str]) -> String {
    // Distances take time in the product of both lengths: not for input that nobody mistyped.
    let near = if given.len() > MAX_QUOTED_CHARS { None } else { nearest(given, known) };
    match near {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known here: `{}`", known.join("`, `")),
    }
}

fn nearest<'n>(given: &str, known: &[&'n str]) -> Option<&'n str> {
    let given = given.to_ascii_lowercase().replace(['-', ' '], "_");
    let distance = |name: &str| strsim::osa_distance(&given, &name.replace('-', "_"));
    let (best, name) = known.iter().map(|name| (distance(name), *name)).min()?;
    // A third of the letters wrong is a slip, more is another word.
    (best.saturating_mul(3) <= name.len()).then_some(name)
}

/// The user's words in backticks.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", quoted_part(text))
}

fn quoted_part(text: &str) -> String {
    let mut part: String = text.chars().take(MAX_QUOTED_CHARS).map(visible).collect();
    if text.chars().nth(MAX_QUOTED_CHARS).is_some() {
        part.push('…');
    }
    part
}

/// As [`quoted`], for text that is in quotes already.
fn clipped(text: &str) -> String {
    quoted_part(text)
}

/// Control characters could rewrite the terminal that the message is shown in.
fn visible(character: char) -> char {
    if character.is_control() { char::REPLACEMENT_CHARACTER } else { character }
}

fn printed(path: &Path) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("[{index}]")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(&quoted_part(key));
            }
            Segment::Unknown => {}
        }
    }
    text
}
