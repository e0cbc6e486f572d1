//! Who may do what by each ready document, as tables that people review.
//!
//! `golden/` holds a text file for each document: every role with every privilege, in the own organisation, abroad,
//! let in through external access and with a managed customer; every operation; and the groups of fields that each
//! view hides. The rules draw the tables; a difference from the reviewed file is a change of somebody's access.

#![forbid(unsafe_code)]

mod comparison;
mod draw;
mod people;
mod table;

pub use comparison::lines_that_differ;
pub use draw::draw;
pub use table::NOBODY;

use anyhow::{Context, Result};
use toml::Table;

/// The names of a document's table, such as `roles`, read without the compiler.
///
/// # Errors
/// When the text is not TOML.
pub fn names(document: &str, table: &str) -> Result<Vec<String>> {
    let parsed: Table = document.parse().context("the document is not TOML")?;
    let found = parsed.get(table).and_then(toml::Value::as_table);
    Ok(found.into_iter().flatten().map(|(name, _)| name.clone()).collect())
}
