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
pub use compare::{Differences, Question};
pub use lower::{LoweredFacts, lower_requests};
pub use native::NativeEngine;
pub use wasmtime::WasmtimeEngine;

use anyhow::Result;

/// What an engine made of one question: a line of JSON for each request, or the code of a refusal.
pub type Answer = Result<Vec<String>, String>;

/// Something that decides.
pub trait Engine {
    /// For people: what it is.
    fn name(&self) -> &'static str;

    /// The digest of the component that it decides with, as it computed it itself.
    fn digest(&self) -> &str;

    /// Decides every question, each with an array of requests.
    ///
    /// # Errors
    /// When the engine itself fails; a refusal of a question is an [`Answer`].
    fn decide(&mut self, questions: &[Question]) -> Result<Vec<Answer>>;
}

/// One of each, with the policy of the vectors.
///
/// # Errors
/// When one cannot be started.
pub fn all() -> Result<Vec<Box<dyn Engine>>> {
    let component = guestpass_compiler::compile(guestpass_vectors::POLICY_FILE, guestpass_vectors::POLICY_SOURCE)?;
    Ok(vec![
        Box::new(NativeEngine::start()?),
        Box::new(WasmtimeEngine::start(&component.component)?),
        Box::new(ChromiumEngine::start(&component.component)?),
    ])
}
