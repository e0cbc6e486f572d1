//! Reads the document as TOML, whose parser keeps the place of every key and value.

use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::suggest::quoted;
use toml::de::DeTable;

/// How the parser calls the one error after which the rest of the document still means what it says.
const DUPLICATE_KEY: &str = "duplicate key";

/// The document's root table. None when too little of the document can be read to go on; the sink says why.
pub(super) fn read<'s>(sink: &mut Sink<'s>) -> Option<DeTable<'s>> {
    let (root, errors) = DeTable::parse_recoverable(sink.source);
    let mut is_readable = true;
    for error in errors {
        let is_duplicate = error.message() == DUPLICATE_KEY;
        is_readable &= is_duplicate;
        let span = error.span().unwrap_or_default();
        // What the parser stumbled over may run to the end of the document: its first line says enough.
        let found = sink.source.get(span.clone()).and_then(|text| text.lines().next()).unwrap_or_default().trim();
        let found = quoted(found);
        if is_duplicate {
            sink.error(DiagnosticCode::DuplicateKey, &span, || says(format!("{found} stands twice")));
            continue;
        }
        sink.error(DiagnosticCode::Syntax, &span, || {
            let message = error.message();
            let words = says(if found == "``" { message.to_owned() } else { format!("{message}, found {found}") });
            if found.contains(':') || found.contains(' ') {
                words.help("put a name that holds more than letters, digits, `_` and `-` in double quotes")
            } else {
                words
            }
        });
    }
    is_readable.then(|| root.into_inner())
}
