//! What pages see of all this.

use wasm_bindgen::prelude::wasm_bindgen;

/// Written by hand: the shapes are JSON shapes, of which `wasm-bindgen` knows nothing.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../../js/policy.d.ts");
