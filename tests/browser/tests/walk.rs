//! The walk over a component's bytes: what it refuses and how, and that no bytes whatever get a second module or an
//! import past it.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_browser::{COMPONENT_BYTES_MAX, LoadError, core_module};
use guestpass_browser_tests::{Fixture, small_policy};
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, proptest};
use wasmparser::{Encoding, Parser, Payload};

fn fixture() -> Vec<u8> {
    Fixture::new(&small_policy("sample"), &[])
        .and_then(|fixture| fixture.component())
        .expect("the fixture is a component")
}

fn wat(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("well-formed")
}

/// What the component tools see: core modules, and imports of the component or of a core module.
fn survey(bytes: &[u8]) -> Result<(usize, usize), wasmparser::BinaryReaderError> {
    let (mut modules, mut imports, mut depth) = (0, 0, 0_usize);
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ModuleSection { .. } => {
                modules += 1;
                depth += 1;
            }
            Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            // A nested component's imports are tied to the outer component.
            Payload::ComponentImportSection(section) if depth == 0 => imports += section.count(),
            Payload::ImportSection(section) => imports += section.count(),
            _ => {}
        }
    }
    Ok((modules, usize::try_from(imports).expect("small")))
}

#[test]
fn a_plain_component_gives_its_module() {
    let component = fixture();
    let range = core_module(&component).expect("accepted");
    let module = &component[range];
    assert!(wasmparser::Parser::is_core_wasm(module));
    wasmparser::Validator::new().validate_all(module).expect("the module is valid");
}

#[test]
fn every_refusal_has_its_code() {
    let cases: [(&str, Vec<u8>); 17] = [
        ("component-truncated", Vec::new()),
        ("component-truncated", b"\0asm".to_vec()),
        ("component-not-a-component", wat("(module)")),
        ("component-not-a-component", b"[package]".to_vec()),
        ("component-no-module", wat("(component)")),
        ("component-two-modules", wat("(component (core module) (core module))")),
        ("component-two-modules", wat("(component (core module) (component (core module)))")),
        ("component-imports", wat(r#"(component (import "clock" (func)) (core module))"#)),
        ("component-imports", wat(r#"(component (core module) (import "clock" (instance)))"#)),
        ("component-imports", wat(r#"(component (core module (import "host" "clock" (func))))"#)),
        ("component-imports", wat(r#"(component (core module (import "host" "memory" (memory 1))))"#)),
        ("component-feature", wat("(component (core module) (component (component)))")),
        (
            "component-feature",
            wat("(component (core module) (type $r (resource (rep i32))) (core func (canon resource.drop $r)))"),
        ),
        ("component-feature", lifted("string-encoding=utf16")),
        ("component-malformed", with_section(1, b"\0asm\x0d\0\x01\0")),
        ("component-malformed", with_section(10, b"\x80\x80\x80\x80\x10")),
        ("component-too-large", vec![0; COMPONENT_BYTES_MAX + 1]),
    ];
    for (code, bytes) in cases {
        let refusal = core_module(&bytes).expect_err(code);
        assert_eq!(refusal.code(), code, "{refusal}");
    }
    assert!(core_module(&lifted("string-encoding=utf8")).is_ok());
}

/// A component with one lifted function and this option.
fn lifted(option: &str) -> Vec<u8> {
    wat(&format!(
        r#"(component
            (core module $m
                (memory (export "memory") 1)
                (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable)
                (func (export "f") (param i32 i32)))
            (core instance $i (instantiate $m))
            (func (export "f") (param "s" string)
                (canon lift (core func $i "f") {option} (memory $i "memory") (realloc (func $i "realloc")))))"#
    ))
}

/// A component that ends in a section with these bytes.
fn with_section(id: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = wat("(component)");
    bytes.push(id);
    bytes.push(u8::try_from(body.len()).expect("short"));
    bytes.extend_from_slice(body);
    bytes
}

/// A file cut short is refused wherever a section is cut.
#[test]
fn every_cut_through_a_section_is_noticed() {
    let component = fixture();
    let mut accepted = Vec::new();
    for length in 0..component.len() {
        match core_module(&component[..length]) {
            Ok(_) => accepted.push(length),
            Err(error) => {
                assert!(matches!(error, LoadError::Truncated { .. } | LoadError::NoModule), "{length}: {error}");
            }
        }
    }
    // Between two sections behind the module nothing is cut; the digest notices.
    for length in accepted {
        assert!(Parser::new(0).parse_all(&component[..length]).all(|payload| payload.is_ok()), "{length}");
    }
}

/// Parts of components, glued together at random: the likeliest way to two modules.
fn glued() -> impl Strategy<Value = Vec<u8>> {
    let sections = |bytes: Vec<u8>| bytes[8..].to_vec();
    let pieces = vec![
        sections(wat("(component (core module))")),
        sections(wat(r#"(component (core module (import "a" "b" (func))))"#)),
        sections(wat(r#"(component (import "a" (func)))"#)),
        sections(wat("(component (component (core module)))")),
        sections(wat("(component (component))")),
        sections(fixture()),
        vec![0, 1, 0],
        vec![10, 1, 0],
        vec![1, 0],
    ];
    vec(proptest::sample::select(pieces), 0..5).prop_map(|pieces| {
        let mut bytes = wat("(component)");
        bytes.extend(pieces.concat());
        bytes
    })
}

fn changed(bytes: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    (bytes, vec((any::<usize>(), any::<u8>()), 0..4)).prop_map(|(mut bytes, changes)| {
        for (place, byte) in changes {
            let place = place % bytes.len();
            bytes[place] = byte;
        }
        bytes
    })
}

/// The one property of the walk: what it accepts has one core module and no imports, in the eyes of the component
/// tools.
fn accepts_only_the_plain(bytes: &[u8]) -> Result<(), proptest::test_runner::TestCaseError> {
    let Ok(range) = core_module(bytes) else { return Ok(()) };
    prop_assert!(bytes.get(range).is_some_and(|module| module.starts_with(b"\0asm\x01\0\0\0")));
    if let Ok((modules, imports)) = survey(bytes) {
        prop_assert!(modules == 1 && imports == 0, "{modules} modules, {imports} imports");
    }
    let first = Parser::new(0).parse_all(bytes).next();
    let is_component = matches!(first, Some(Ok(Payload::Version { encoding: Encoding::Component, .. })));
    prop_assert!(is_component);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..512)) {
        accepts_only_the_plain(&bytes)?;
    }

    #[test]
    fn any_sections(body in vec(any::<u8>(), 0..512)) {
        accepts_only_the_plain(&[wat("(component)"), body].concat())?;
    }

    #[test]
    fn glued_components(bytes in changed(glued())) {
        accepts_only_the_plain(&bytes)?;
    }

    #[test]
    fn changed_components(bytes in changed(Just(fixture()))) {
        accepts_only_the_plain(&bytes)?;
    }

    #[test]
    fn shortened_components(bytes in (Just(fixture()), any::<usize>()).prop_map(|(mut bytes, length)| {
        bytes.truncate(length % bytes.len());
        bytes
    })) {
        accepts_only_the_plain(&bytes)?;
    }
}
