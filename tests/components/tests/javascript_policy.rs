//! The example in JavaScript: what speaks against it, one obstacle after another.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Refusal, Runtime};
use std::path::Path;
use wasmparser::{Parser, Payload};

#[test]
fn a_javascript_engine_is_too_large_and_knows_no_bounds() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let component = guestpass_components::javascript_policy(scratch).expect("it builds");
    println!("{} bytes", component.len());
    let refusal = |limits| Runtime::new(limits).expect("a runtime").load(&component).expect_err("refused").refusal();
    assert_eq!(refusal(Limits::default()), Refusal::TooLarge);
    // A host that would take a larger one: its memory has no maximum.
    assert_eq!(refusal(Limits { component_bytes_max: 64 << 20, ..Limits::default() }), Refusal::Unbounded);

    // What does not speak against it: it asks for nothing from outside.
    let imports =
        Parser::new(0).parse_all(&component).filter_map(|payload| match payload.expect("a valid component") {
            Payload::ImportSection(imports) => Some(imports.count()),
            _ => None,
        });
    assert_eq!(imports.sum::<u32>(), 0);
}
