//! From the text of a document to a checked model. One file for each section of the document.

mod apis;
mod assignment;
mod attributes;
mod ceilings;
mod changes;
mod conditions;
mod external;
mod field_groups;
mod gates;
mod header;
mod lint;
mod privileges;
mod requirement;
mod roles;
mod section;
mod suites;
mod syntax;
mod text;

use crate::code::DiagnosticCode;
use crate::condition::{Conditions, Names};
use crate::diagnostics::{Diagnostics, Sink, says};
use crate::digest::sha256_hex;
use crate::limits::DOCUMENT_BYTES_MAX;
use guestpass_model::PolicyModel;
use section::Section;

/// A document that breaks no rule.
#[derive(Debug, Clone)]
pub struct CheckedDocument {
    /// What it says.
    pub model: PolicyModel,
    /// What is doubtful about it.
    pub warnings: Diagnostics,
}

/// JSON Schema (2020-12) of documents, for editors that know TOML. The compiler checks more than it says.
pub const DOCUMENT_SCHEMA: &str = include_str!("document.schema.json");

/// How messages call the document as a whole.
const ROOT: &str = "the document";

const KEYS: &[&str] = &[
    "name",
    "version",
    "contract",
    "suites",
    "privileges",
    "attributes",
    "roles",
    "apis",
    "field-groups",
    "changes",
    "assignment",
    "external",
    "limits",
    "lint",
];

/// The text of a document that was read as bytes.
///
/// # Errors
/// [`DiagnosticCode::NotUtf8`] with the place of the first byte that is not text, and
/// [`DiagnosticCode::DocumentTooLarge`].
pub fn decode<'b>(file_name: &str, bytes: &'b [u8]) -> Result<&'b str, Diagnostics> {
    if bytes.len() > DOCUMENT_BYTES_MAX {
        return Err(too_large(file_name, bytes.len()));
    }
    str::from_utf8(bytes).map_err(|error| {
        let readable =
            bytes.get(..error.valid_up_to()).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default();
        let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
        let mut sink = Sink::new(file_name, readable);
        sink.error(DiagnosticCode::NotUtf8, &(readable.len()..readable.len()), || {
            says(format!("the byte `0x{byte:02x}` is not text")).help("save the document as UTF-8")
        });
        sink.into_diagnostics()
    })
}

/// Reads and checks a document. `file_name` is only repeated in messages.
///
/// ```
/// let source = r#"
/// name = "sample"
/// version = "1.0.0"
/// contract = "0.2"
/// [suites.saas]
/// summary = "Software as a service"
/// [privileges]
/// "saas:application:view" = "View applications"
/// [roles.viewer]
/// title = "Viewer"
/// summary = "Views applications"
/// privileges = ["saas:aplication:view"]
/// "#;
/// let found = guestpass_compiler::parse("sample.toml", source).expect_err("a slip in the last line");
/// let message = "the privilege `saas:aplication:view` of role `viewer` is not declared; did you mean `saas:application:view`?";
/// assert_eq!(found.items().first().map(|first| first.message()), Some(message));
/// assert!(found.plain().starts_with("sample.toml:12:15: error: the privilege"));
/// ```
///
/// # Errors
/// Everything that is wrong with the document, warnings included, in its order.
pub fn parse(file_name: &str, source: &str) -> Result<CheckedDocument, Diagnostics> {
    if source.len() > DOCUMENT_BYTES_MAX {
        return Err(too_large(file_name, source.len()));
    }
    let mut sink = Sink::new(file_name, source);
    let model = read(&mut sink);
    if let Some(model) = &model
        && !sink.has_errors()
        && let Err(error) = model.clone().into_policy()
    {
        sink.error(DiagnosticCode::RefusedByRules, &(0..0), || {
            says(format!("the compiler accepts the document and the rules refuse it: {error}"))
                .help("this is a fault of the compiler; please report it with the document")
        });
    }
    let failed = sink.has_errors();
    let found = sink.into_diagnostics();
    match model {
        Some(model) if !failed => Ok(CheckedDocument { model, warnings: found }),
        _ => Err(found),
    }
}

/// Whether a document can be read as TOML, whatever it says.
pub(crate) fn is_readable(file_name: &str, source: &str) -> Result<(), Diagnostics> {
    let mut sink = Sink::new(file_name, source);
    syntax::read(&mut sink);
    if sink.has_errors() { Err(sink.into_diagnostics()) } else { Ok(()) }
}

/// None when too little can be read; otherwise the best reading, which counts when the sink has no errors.
fn read(sink: &mut Sink<'_>) -> Option<PolicyModel> {
    let source_digest = sha256_hex(sink.source.as_bytes());
    let table = syntax::read(sink)?;
    let root = Section::open(&table, 0..0, ROOT.to_owned(), KEYS, sink);
    lint::read_allowances(&root, sink);
    let header = header::read(&root, source_digest, sink);
    let suites = suites::read(&root, sink);
    let privileges = privileges::read(&root, &suites, sink);
    let attributes = attributes::read(&root, sink);
    let mut conditions = Conditions::new(Names::new(&attributes));
    let roles = roles::read(&root, &privileges, &mut conditions, sink);
    let external = external::read(&root, &suites, sink);
    let limits = ceilings::read(&root, external.is_some(), sink);
    let entry = external.unwrap_or_default();
    let apis = apis::read(&root, &privileges, &entry, sink);
    let field_groups = field_groups::read(&root, &privileges, sink);
    let changes = changes::read(&root, &privileges, sink);
    let assignment = assignment::read(&root, sink);
    let model = PolicyModel {
        name: header.name,
        version: header.version,
        source_digest: header.source_digest,
        suites: suites::model(&suites),
        privileges: privileges.model(),
        roles,
        apis,
        entry,
        limits,
        attributes,
        conditions: conditions.into_models(),
        field_groups,
        changes,
        assignment,
    };
    if !sink.has_errors() {
        lint::check(&table, &model, sink);
        lint::report_unused_allowances(sink);
    }
    Some(model)
}

pub(crate) fn too_large(file_name: &str, bytes: usize) -> Diagnostics {
    let mut sink = Sink::new(file_name, "");
    sink.error(DiagnosticCode::DocumentTooLarge, &(0..0), || {
        says(format!("the document has {bytes} bytes, at most {DOCUMENT_BYTES_MAX} are read"))
    });
    sink.into_diagnostics()
}
