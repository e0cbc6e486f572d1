//! Custom policy components: examples to copy, built here as an outsider builds them.
//!
//! - `tests/components/rust-policy`: a complete policy in Rust.
//!
//! A component that exports the world of `wit/policy.wit` is a policy, whatever language it was written in. The hosts
//! take it for a stranger: it gets nothing from outside, and a fresh instance for each call.

#![forbid(unsafe_code)]

// The way in which the engine itself is built: cargo for WebAssembly, and then the encoder of components.
#[path = "../../../guest/artifact/build/engine.rs"]
mod cargo_component;

use std::path::Path;

/// Builds the example in Rust, with intermediate files below `scratch`, which may hold those of an earlier build.
///
/// # Errors
/// What went wrong and what to do about it, in one sentence.
pub fn rust_policy(scratch: &Path) -> Result<Vec<u8>, String> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = package.ancestors().nth(2).ok_or("the crate does not lie in tests/components of its workspace")?;
    cargo_component::build(workspace, "rust-policy", &scratch.join("rust-policy"))
}
