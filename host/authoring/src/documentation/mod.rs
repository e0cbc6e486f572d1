//! A policy as a page to read: who may hold which role, what each gives, who assigns it, and what stands before people
//! from outside.
//!
//! The page is written once, as Markdown, from what the component says about itself. HTML is made from it: one file
//! with its style in it, no scripts, and nothing of the author's that is not escaped.

mod entry;
mod html;
mod matrix;
mod roles;
mod sections;
mod text;

pub use entry::Entry;

use guestpass_contract::PolicyInfo;

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Markdown, the gates as a mermaid picture.
    #[default]
    Markdown,
    /// A file for browsers, the gates as an inline picture.
    Html,
}

/// The page of a policy. `entry` is what the document says about people from outside; a component does not describe it.
///
/// Takes time in the product of roles and privileges, as the page has a cell for each pair.
#[must_use]
pub fn page(info: &PolicyInfo, digest: &str, entry: Option<&Entry>, form: Form) -> String {
    let parts = [
        sections::header(info, digest),
        sections::contents(info),
        entry::section(entry, form),
        roles::section(info),
        matrix::section(info),
        sections::operations(info),
        sections::changes(info),
        sections::field_groups(info),
        sections::limits(info),
    ];
    let markdown: String = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    match form {
        Form::Markdown => markdown,
        Form::Html => html::file(&info.name, &markdown, &entry::pictures(entry)),
    }
}
