//! Texts with their places, and what texts and names may hold.

use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::spans::Span;
use crate::suggest::{did_you_mean, listed, quoted};
use guestpass_contract::hidden::is_hidden;
use guestpass_rules::limits::NAME_BYTES_MAX;
use toml::Spanned;
use toml::de::DeString;

/// A string of the document and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Text<'d> {
    pub(super) value: &'d str,
    pub(super) span: Span,
}

impl<'d> Text<'d> {
    pub(super) fn of_key(key: &'d Spanned<DeString<'d>>) -> Self {
        Self { value: key.get_ref(), span: key.span() }
    }
}

/// A text for people: not empty, on one line, nothing hidden in it.
pub(super) fn check_sentence(text: &Text<'_>, key: &str, bytes_max: usize, sink: &mut Sink<'_>) {
    let reason = if text.value.trim().is_empty() {
        "it is empty".to_owned()
    } else if text.value.len() > bytes_max {
        format!("it is longer than {bytes_max} bytes")
    } else if text.value.contains(is_hidden) {
        "it holds a line break, or a character that cannot be seen".to_owned()
    } else {
        return;
    };
    sink.error(DiagnosticCode::InvalidText, &text.span, || {
        says(format!("{} cannot be a `{key}`: {reason}", quoted(text.value)))
    });
}

/// A name of a role or of an operation, or what an organisation buys: any text that can be told apart when it is
/// printed.
pub(super) fn check_name(name: &Text<'_>, what: &str, sink: &mut Sink<'_>) -> bool {
    let value = name.value;
    let reason = if value.is_empty() {
        "it is empty"
    } else if value.len() > NAME_BYTES_MAX {
        "it is longer than 256 bytes"
    } else if value.contains(is_hidden) {
        "it holds a line break, or a character that cannot be seen"
    } else if value.trim() != value {
        "it begins or ends with a blank"
    } else {
        return true;
    };
    invalid_name(name, what, reason, sink);
    false
}

/// Reports a name that may not be one.
pub(super) fn invalid_name(name: &Text<'_>, what: &str, reason: &str, sink: &mut Sink<'_>) {
    sink.error(DiagnosticCode::InvalidName, &name.span, || {
        says(format!("{} cannot name {what}: {reason}", quoted(name.value)))
    });
}

/// Reports a word that is none of a fixed choice.
pub(super) fn unknown_value(item: &Text<'_>, what: &str, known: &[&str], sink: &mut Sink<'_>) {
    sink.error(DiagnosticCode::UnknownValue, &item.span, || {
        let meant = did_you_mean(item.value, known.iter().copied());
        says(format!("{} is not {what}{meant}", quoted(item.value)))
            .help(format!("there are {}", listed(known.iter().copied())))
    });
}
