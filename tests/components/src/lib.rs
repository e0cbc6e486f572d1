//! Custom policy components: examples to copy, built here as an outsider builds them.
//!
//! - `tests/components/rust-policy`: a complete policy in Rust, with bindings that wit-bindgen generates.
//! - `tests/components/assemblyscript-policy`: a smaller one in AssemblyScript, with the canonical ABI by hand.
//! - `tests/components/javascript-policy`: one in JavaScript that no host loads; its page says why.
//!
//! A component that exports the world of `wit/policy.wit` is a policy, whatever language it was written in. The hosts
//! take it for a stranger: it gets nothing from outside, and a fresh instance for each call.

#![forbid(unsafe_code)]

// The way in which the engine itself is built: cargo for WebAssembly, and then the encoder of components.
#[path = "../../../guest/artifact/build/engine.rs"]
mod cargo_component;
mod node;

use std::path::Path;
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::Resolve;

const CONTRACT: &str = include_str!("../../../wit/policy.wit");

/// Builds the example in Rust, with intermediate files below `scratch`, which may hold those of an earlier build.
///
/// # Errors
/// What went wrong and what to do about it, in one sentence.
pub fn rust_policy(scratch: &Path) -> Result<Vec<u8>, String> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = package.ancestors().nth(2).ok_or("the crate does not lie in tests/components of its workspace")?;
    cargo_component::build(workspace, "rust-policy", &scratch.join("rust-policy"))
}

/// Builds the example in AssemblyScript. Its compiler makes a core module; what makes it a component is the contract.
///
/// # Errors
/// What went wrong, in one sentence.
pub fn assemblyscript_policy(scratch: &Path) -> Result<Vec<u8>, String> {
    let module = node::build("assemblyscript-policy", &scratch.join("assemblyscript-policy.wasm"), &["--outFile"])?;
    component_of(module).map_err(|error| format!("the module does not fit the contract: {error:#}"))
}

/// Builds the example in JavaScript: a component with a whole JavaScript engine in it.
///
/// # Errors
/// What went wrong, in one sentence.
pub fn javascript_policy(scratch: &Path) -> Result<Vec<u8>, String> {
    node::build("javascript-policy", &scratch.join("javascript-policy.wasm"), &[])
}

/// What `wasm-tools component embed` and `wasm-tools component new` do.
fn component_of(mut module: Vec<u8>) -> Result<Vec<u8>, anyhow::Error> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("policy.wit", CONTRACT)?;
    let world = resolve.select_world(&[package], Some("policy"))?;
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    ComponentEncoder::default().module(&module)?.validate(true).encode()
}
