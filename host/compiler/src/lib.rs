//! Turns a policy document into a policy component.
//!
//! - [`parse`] reads a document (TOML) and reports everything that is wrong with it, each with its line, its column and
//!   a stable [`DiagnosticCode`].
//! - [`ConditionReader`] says what a condition asks, for those who compare policies.
//! - [`format()`] gives a document the layout of all documents.
//! - [`Template`] is what a new document begins as.
//! - [`compile`] goes on to the component: the document's model is handed to a running copy of the engine component,
//!   whose memory is then stored as a component of its own.
//!
//! The crate reads and writes no files.
//!
//! **Invariant:** the same document gives the same bytes, in every process and on every machine.

#![forbid(unsafe_code)]

mod code;
#[cfg(feature = "component")]
mod compile;
mod condition;
mod diagnostics;
mod digest;
mod document;
mod format;
pub mod limits;
#[cfg(feature = "component")]
mod snapshot;
mod spans;
mod suggest;
mod template;

pub use code::DiagnosticCode;
#[cfg(feature = "component")]
pub use compile::{CompileError, CompiledPolicy, compile};
pub use condition::{Asked, AskedValue, ConditionReader, ReadCondition};
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use document::{CheckedDocument, DOCUMENT_SCHEMA, decode, parse};
pub use format::{FormatError, format};
pub use template::Template;
