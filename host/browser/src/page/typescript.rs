//! What pages see of all this. Written by hand: the shapes are JSON shapes, of which `wasm-bindgen` knows nothing.

use wasm_bindgen::prelude::wasm_bindgen;

/// What goes in.
#[wasm_bindgen(typescript_custom_section)]
const FACTS: &str = include_str!("../../js/facts.d.ts");

/// Requests and decisions.
#[wasm_bindgen(typescript_custom_section)]
const DECISIONS: &str = include_str!("../../js/decision.d.ts");

/// Changes and verdicts.
#[wasm_bindgen(typescript_custom_section)]
const CHANGES: &str = include_str!("../../js/change.d.ts");

/// Descriptions, and the class itself.
#[wasm_bindgen(typescript_custom_section)]
const POLICY: &str = include_str!("../../js/policy.d.ts");
