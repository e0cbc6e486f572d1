//! One layout for every document: what is written in it stays, and how it is spaced does not.
//!
//! - Keys, tables and lists keep their order; comments stay with what they stand above or behind. Dotted keys that
//!   begin alike come together, where the first of them stands.
//! - One blank line stands before each table, at most one anywhere else.
//! - Strings stand in double quotes, or in single ones where that saves escapes; those of several lines stay.
//! - A list stays on several lines where a comma stands behind its last item, and goes there when it is too wide.
//! - Comments behind neighbouring lines begin in one column.

mod rows;
mod values;

use crate::DiagnosticCode;
use crate::diagnostics::{Diagnostics, Sink, says};
use crate::document::is_readable;
use crate::limits::DOCUMENT_BYTES_MAX;
use rows::Rows;
use toml_edit::{DocumentMut, Item, Key, Table};

/// Why a document was not laid out.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum FormatError {
    /// It cannot be read as TOML.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Document(#[from] Diagnostics),
    /// It would have come to mean something else. Not the document's fault.
    #[error("the document would not mean the same afterwards")]
    #[diagnostic(
        code("policy::format-failed"),
        help("this is a fault of the compiler; please report it with the document")
    )]
    Meaning,
}

/// The document in the layout of all documents. `file_name` is only repeated in messages. A document with mistakes in
/// it is laid out as well, as long as it is TOML.
///
/// ```
/// let laid_out = guestpass_compiler::format("sample.toml", "name='sample' # its name\n[suites.s]\nsummary=\"All\"")?;
/// assert_eq!(laid_out, "name = \"sample\" # its name\n\n[suites.s]\nsummary = \"All\"\n");
/// # Ok::<(), guestpass_compiler::FormatError>(())
/// ```
///
/// # Errors
/// [`FormatError::Document`] for what is larger than 1 MiB, and for what is not TOML, with its place.
pub fn format(file_name: &str, source: &str) -> Result<String, FormatError> {
    if source.len() > DOCUMENT_BYTES_MAX {
        return Err(crate::document::too_large(file_name, source.len()).into());
    }
    is_readable(file_name, source)?;
    let document: DocumentMut = source.parse().map_err(|error| unreadable(file_name, source, &error))?;
    let laid_out = write(&document);
    // Compared as text: `nan` is like no number, not even itself.
    let means = |text: &str| text.parse::<toml::Table>().ok().map(|table| table.to_string());
    if means(source) == means(&laid_out) { Ok(laid_out) } else { Err(FormatError::Meaning) }
}

fn unreadable(file_name: &str, source: &str, error: &toml_edit::TomlError) -> Diagnostics {
    let mut sink = Sink::new(file_name, source);
    sink.error(DiagnosticCode::Syntax, &error.span().unwrap_or_default(), || says(error.message()));
    sink.into_diagnostics()
}

/// A table with a header of its own.
struct Headed<'d> {
    path: Vec<&'d Key>,
    table: &'d Table,
    is_in_array: bool,
    position: isize,
}

fn write(document: &DocumentMut) -> String {
    let mut rows = Rows::default();
    values::write_all(document.as_table(), &mut rows);
    let mut tables = Vec::new();
    collect(document.as_table(), &[], 0, &mut tables);
    tables.sort_by_key(|headed| headed.position);
    for Headed { path, table, is_in_array, .. } in tables {
        let name = path.iter().map(|key| values::key(key)).collect::<Vec<_>>().join(".");
        let header = if is_in_array { format!("[[{name}]]") } else { format!("[{name}]") };
        rows.section(raw(table.decor().prefix()), header, raw(table.decor().suffix()));
        values::write_all(table, &mut rows);
    }
    rows.end(document.trailing().as_str().unwrap_or_default());
    rows.into_text()
}

/// The tables below this one, each in its place. A table that is only there as part of a path has no header.
fn collect<'d>(table: &'d Table, path: &[&'d Key], position: isize, found: &mut Vec<Headed<'d>>) {
    for (name, item) in table.iter() {
        let Some(key) = table.key(name) else { continue };
        let path = [path, &[key]].concat();
        let (children, is_in_array): (Vec<&Table>, bool) = match item {
            Item::Table(child) => (vec![child], false),
            Item::ArrayOfTables(children) => (children.iter().collect(), true),
            Item::None | Item::Value(_) => continue,
        };
        for child in children {
            let position = child.position().unwrap_or(position);
            let is_headed = is_in_array || !(child.is_dotted() || child.is_implicit());
            if is_headed {
                found.push(Headed { path: path.clone(), table: child, is_in_array, position });
            }
            collect(child, &path, position, found);
        }
    }
}

/// The text around a piece of the document.
fn raw(text: Option<&toml_edit::RawString>) -> &str {
    text.and_then(toml_edit::RawString::as_str).unwrap_or_default()
}
