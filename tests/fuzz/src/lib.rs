//! What must hold for any bytes whatever, as plain functions.
//!
//! Each [`Target`] is a part that reads what comes from outside, with what must hold of it. The programs in `glue`
//! hand them to libFuzzer, which is a workspace of its own; the tests of this crate hand them their seeds and the
//! corpus, and show of each that it can fail. No fuzzer is needed to build or test this crate.
//!
//! The feature `store` adds what reads the audit log, `servers` what needs wasmtime behind it; without them the crate
//! is built for a fuzzer in a minute.

#![forbid(unsafe_code)]

#[cfg(feature = "store")]
mod audit;
#[cfg(feature = "servers")]
mod bodies;
mod conditions;
mod documents;
mod edits;
mod instants;
mod json;
#[cfg(feature = "servers")]
mod loader;
mod manifests;
mod member;
mod samples;
#[cfg(feature = "servers")]
mod settings;
mod target;
mod walker;

#[cfg(feature = "store")]
pub use audit::AUDIT;
#[cfg(feature = "servers")]
pub use bodies::BODIES;
pub use conditions::CONDITIONS;
pub use documents::DOCUMENTS;
pub use instants::INSTANTS;
pub use json::{CHANGES, FACTS, REQUESTS};
#[cfg(feature = "servers")]
pub use loader::LOADER;
pub use manifests::MANIFESTS;
pub use samples::corpus;
#[cfg(feature = "servers")]
pub use settings::SETTINGS;
pub use target::{Broken, Found, Reached, Target};
pub use walker::WALKER;

/// Every target that this build has.
pub const TARGETS: &[Target] = &[
    DOCUMENTS,
    CONDITIONS,
    FACTS,
    REQUESTS,
    CHANGES,
    INSTANTS,
    MANIFESTS,
    WALKER,
    #[cfg(feature = "store")]
    AUDIT,
    #[cfg(feature = "servers")]
    SETTINGS,
    #[cfg(feature = "servers")]
    LOADER,
    #[cfg(feature = "servers")]
    BODIES,
];
