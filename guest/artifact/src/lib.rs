//! `engine.wasm`: the rules as a component, with no policy in it yet.
//!
//! The build script compiles it from source in every ordinary `cargo build`. The compiler puts a policy into a copy of
//! it; the wasmtime host compares the code of a component with its code to know whether it is one of these copies.
//!
//! The package that is given out has the file in it, so that nobody needs the target `wasm32-unknown-unknown` to use
//! Guestpass. The same sources give the same bytes in any folder, so that everybody can compare.

#![forbid(unsafe_code)]

/// The bytes of the engine component.
pub const ENGINE_COMPONENT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/engine.wasm"));
