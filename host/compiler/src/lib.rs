//! Turns a policy document into a policy component.
//!
//! [`parse`] reads a document (TOML) and reports everything that is wrong with it, each with its line, its column and a
//! stable [`DiagnosticCode`].
//!
//! The crate reads and writes no files.

#![forbid(unsafe_code)]

mod code;
mod diagnostics;
mod digest;
mod document;
pub mod limits;
mod spans;
mod suggest;

pub use code::DiagnosticCode;
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use document::{CheckedDocument, decode, parse};
