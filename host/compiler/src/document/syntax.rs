//! Reads the document as TOML, whose parser keeps the place of every key and value.

use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, Wording, says};
use crate::spans::Span;
use crate::suggest::quoted;
use std::collections::BTreeSet;
use toml::de::DeTable;

/// How the parser calls the one error after which the rest of the document still means what it says.
const DUPLICATE_KEY: &str = "duplicate key";

/// The document's root table. None when too little of the document can be read to go on; the sink says why.
pub(super) fn read<'s>(sink: &mut Sink<'s>) -> Option<DeTable<'s>> {
    let source = sink.source;
    let (root, errors) = DeTable::parse_recoverable(sink.source);
    let mut is_readable = true;
    let mut lines_seen = BTreeSet::new();
    for error in errors {
        let span = error.span().unwrap_or_default();
        let is_duplicate = error.message() == DUPLICATE_KEY;
        is_readable &= is_duplicate;
        if is_duplicate {
            sink.error(DiagnosticCode::DuplicateKey, &span, || {
                says(format!("{} stands twice", excerpt(source, &span)))
            });
            continue;
        }
        // What follows on the same line follows from it.
        if lines_seen.insert(sink.line(&span)) {
            sink.error(DiagnosticCode::Syntax, &span, || words(error.message(), &excerpt(source, &span)));
        }
    }
    is_readable.then(|| root.into_inner())
}

/// What the parser stumbled over. It may run to the end of the document: its first line says enough.
fn excerpt(source: &str, span: &Span) -> String {
    let found = source.get(span.clone()).and_then(|text| text.lines().next()).unwrap_or_default();
    quoted(found.trim())
}

fn words(message: &str, found: &str) -> Wording {
    // The parser takes anything that it cannot read as a value for a string without quotes, nothing at all included.
    let message = message.strip_suffix(", expected literal string").unwrap_or(message);
    let words = match (message, found) {
        ("string values must be quoted", "``") => says("a value is missing"),
        (_, "``") => says(message),
        _ => says(format!("{message}, found {found}")),
    };
    if found.contains([':', ' ']) {
        words.help("put a name that holds more than letters, digits, `_` and `-` in double quotes")
    } else {
        words
    }
}
