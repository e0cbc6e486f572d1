//! Everything that can decide, behind one trait, so that the same questions go to all of it.
//!
//! - [`NativeEngine`] calls the rules as ordinary Rust.
//! - [`WasmtimeEngine`] runs the component as a server does.
//! - [`ChromiumEngine`] runs the same bytes as a page does, in a real browser.
//!
//! Adding an engine means implementing [`Engine`] and adding it to [`all`].

#![forbid(unsafe_code)]

mod chromium;
mod compare;
mod lift;
mod lower;
mod native;
mod question;
mod wasmtime;

pub use chromium::ChromiumEngine;
pub use compare::Differences;
pub use lower::{Lowered, LoweredFacts, lower_change, lower_change_facts, lower_requests};
pub use native::NativeEngine;
pub use question::Question;
pub use wasmtime::WasmtimeEngine;

use anyhow::Result;
use guestpass_vectors::Document;

/// What an engine made of one question, or the code of a refusal: a line of JSON for each request, one with the
/// verdict on a change, or one with the description of the policy.
pub type Answer = Result<Vec<String>, String>;

/// Something that decides.
pub trait Engine {
    /// For people: what it is.
    fn name(&self) -> &'static str;

    /// The digest of the component that it decides with, as it computed it itself.
    fn digest(&self) -> &str;

    /// Answers every question.
    ///
    /// # Errors
    /// When the engine itself fails; a refusal of a question is an [`Answer`].
    fn answer(&mut self, questions: &[Question]) -> Result<Vec<Answer>>;
}

/// One of each, with the policy of this document.
///
/// # Errors
/// When the document does not compile, or an engine cannot be started.
pub fn all(document: &Document) -> Result<Vec<Box<dyn Engine>>> {
    let component = guestpass_compiler::compile(document.file, document.source)?;
    Ok(vec![
        Box::new(NativeEngine::start(document)?),
        Box::new(WasmtimeEngine::start(&component.component)?),
        Box::new(ChromiumEngine::start(&component.component)?),
    ])
}
