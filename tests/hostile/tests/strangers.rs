//! Files that are no policies, each refused with its code: those that ask for something from outside, those of another
//! world, and those that are no components at all (reliability rows 17, 18 and 22).

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, LoadError, Refusal, Runtime, digest_of};
use guestpass_contract::EVALUATION_INTERFACE;
use guestpass_hostile::{ask, harmless};
use std::sync::OnceLock;

/// The interfaces of WASI preview 2, one a line.
const WASI_INTERFACES: &str = include_str!("data/wasi-interfaces.txt");

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new(Limits::default()).expect("a runtime"))
}

fn good() -> Vec<u8> {
    harmless().and_then(|fixture| fixture.component()).expect("a component")
}

fn text(wat: &str) -> Vec<u8> {
    wat::parse_str(wat).unwrap_or_else(|error| panic!("{wat}: {error}"))
}

/// Loads by both of the ways that there are, which must agree.
#[track_caller]
fn refused(what: &str, bytes: &[u8]) -> LoadError {
    let by_digest = runtime().load_expecting(bytes, &digest_of(bytes)).expect_err(what);
    let error = runtime().load(bytes).expect_err(what);
    assert_eq!(by_digest.code(), error.code(), "{what}");
    error
}

#[test]
fn every_interface_of_wasi_is_refused_by_name() {
    let interfaces: Vec<_> = WASI_INTERFACES.lines().collect();
    assert_eq!(interfaces.len(), 32);
    for interface in interfaces {
        for version in ["", "@0.2.0", "@0.2.6"] {
            let name = format!("{interface}{version}");
            let asking = text(&format!(r#"(component (import "{name}" (instance)) (core module))"#));
            let error = refused(&name, &asking);
            assert_eq!(error.refusal(), Refusal::Imports, "{error}");
            assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
        }
    }
}

#[test]
fn whatever_else_is_asked_for_is_refused_by_name() {
    let cases = [
        (r#"(component (import "clock" (func)) (core module))"#, "it imports `clock`"),
        (r#"(component (import "token" (type (sub resource))) (core module))"#, "it imports `token`"),
        (r#"(component (import "engine" (core module)) (core module))"#, "it imports `engine`"),
        (r#"(component (import "other" (component)) (core module))"#, "it imports `other`"),
        (
            r#"(component (core module (import "wasi_snapshot_preview1" "fd_write" (func))))"#,
            "its core module imports `fd_write` from `wasi_snapshot_preview1`",
        ),
        (
            r#"(component (core module (import "env" "memory" (memory 1 1))))"#,
            "its core module imports `memory` from `env`",
        ),
        (
            r#"(component (component (core module (import "env" "abort" (func)))))"#,
            "its core module imports `abort` from `env`",
        ),
    ];
    for (asking, named) in cases {
        let error = refused(asking, &text(asking));
        assert_eq!(error.refusal(), Refusal::Imports, "{error}");
        assert!(error.to_string().contains(named), "{error}");
    }
    // A complete policy, which would answer well if only it were given a clock.
    let clock = "world policy {\n    import clock: func() -> s64;";
    let asking = harmless().and_then(|it| {
        it.with(r#"(import "$root" "clock" (func (result i64)))"#)
            .component_of_another_contract(|contract| contract.replace("world policy {", clock))
    });
    let error = refused("a policy with a clock", &asking.expect("a component"));
    assert!(error.to_string().contains("it imports `clock`"), "{error}");
}

#[test]
fn other_worlds_are_refused() {
    let (version, no_version) = ("@0.2.0", "guestpass:policy/evaluation");
    assert_eq!(EVALUATION_INTERFACE, format!("{no_version}{version}"));
    let all = ["describe", "check", "review"];
    let cases: [(&str, &[&str]); 9] = [
        ("guestpass:policy/evaluation@0.2.0", &all),
        ("guestpass:policy/evaluation@0.2.0", &["check", "review"]),
        ("guestpass:policy/evaluation@0.2.0", &["describe", "review"]),
        ("guestpass:policy/evaluation@0.2.0", &["describe", "check"]),
        ("guestpass:policy/evaluation@0.1.0", &all),
        ("guestpass:policy/evaluation@0.3.0", &all),
        ("guestpass:policy/evaluation@1.0.0", &all),
        (no_version, &all),
        ("somebody:policy/evaluation@0.2.0", &all),
    ];
    for (interface, functions) in cases {
        let exports: String = functions.iter().map(|name| format!(r#"(export "{name}" (func $f)) "#)).collect();
        let other = text(&format!(
            r#"(component
                (core module $m (func (export "f")))
                (core instance $i (instantiate $m))
                (func $f (canon lift (core func $i "f")))
                (instance $e {exports})
                (export "{interface}" (instance $e)))"#
        ));
        assert_eq!(refused(interface, &other).refusal(), Refusal::World, "{interface} with {functions:?}");
    }
}

#[test]
fn other_types_are_refused() {
    // What is otherwise than in the contract, each so that the core functions stay the same.
    let cases = [
        ("a decision without an end", "        valid-until: option<instant>,\n", ""),
        (
            "one reason more",
            "        rule-error,\n    }\n\n    /// A role, wherever",
            "        rule-error,\n        moon-phase,\n    }\n\n    /// A role, wherever",
        ),
        ("another name of a field", "        hidden-field-groups: u64", "        hidden-groups: u64"),
        ("another width of a number", "        hidden-field-groups: u64", "        hidden-field-groups: u32"),
        ("facts in another order", "        listed-users: list<listed-user>,\n", ""),
        ("an instant without a sign", "type instant = s64", "type instant = u64"),
        ("a description without roles", "        roles: list<role-info>,\n", ""),
        (
            "one more kind of verdict",
            "        refused(rejection),\n",
            "        refused(rejection),\n        perhaps,\n",
        ),
    ];
    for (what, from, to) in cases {
        let other = harmless().and_then(|it| {
            it.component_of_another_contract(|contract| {
                assert!(contract.contains(from), "{what}: the contract no longer says `{from}`");
                contract.replacen(from, to, 1)
            })
        });
        assert_eq!(refused(what, &other.expect(what)).refusal(), Refusal::World, "{what}");
    }
}

#[test]
fn what_is_no_component_is_refused() {
    let good = good();
    let glued = |parts: &[&[u8]]| parts.concat();
    let mut wrong_layer = good.clone();
    wrong_layer[6] = 0;
    let mut wrong_version = good.clone();
    wrong_version[4] = 0x0b;
    let cases = [
        ("nothing", Vec::new(), Refusal::NotAComponent),
        ("one byte", vec![0], Refusal::NotAComponent),
        ("the magic number alone", good[..4].to_vec(), Refusal::NotAComponent),
        ("a preamble alone", good[..8].to_vec(), Refusal::Shape),
        ("a core module", text("(module)"), Refusal::NotAComponent),
        ("a core module by its number", wrong_layer, Refusal::NotAComponent),
        ("a component of another version", wrong_version, Refusal::NotAComponent),
        ("WebAssembly text", b"(component)".to_vec(), Refusal::NotAComponent),
        ("a policy document", b"name = \"flexera-one\"\n".to_vec(), Refusal::NotAComponent),
        ("a script before a component", glued(&[b"#!/bin/sh\n", &good]), Refusal::NotAComponent),
        ("a picture before a component", glued(&[b"\x89PNG\r\n\x1a\n", &good]), Refusal::NotAComponent),
        ("a byte-order mark before a component", glued(&[b"\xef\xbb\xbf", &good]), Refusal::NotAComponent),
        ("a component compressed", vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0], Refusal::NotAComponent),
        ("an archive after a component", glued(&[&good, b"PK\x03\x04 and so on"]), Refusal::Malformed),
        ("a page after a component", glued(&[&good, b"<script>alert(1)</script>"]), Refusal::Malformed),
        ("a component twice", glued(&[&good, &good]), Refusal::Malformed),
        ("a blank after a component", glued(&[&good, b" "]), Refusal::Malformed),
        ("machine code", glued(&[b"\x7fELF", &good]), Refusal::NotAComponent),
    ];
    for (what, bytes, expected) in cases {
        assert_eq!(refused(what, &bytes).refusal(), expected, "{what}");
    }
}

#[test]
fn a_component_cut_anywhere_is_refused() {
    let good = good();
    let expected = [Refusal::NotAComponent, Refusal::Malformed, Refusal::Shape, Refusal::World];
    let mut whole = Vec::new();
    for length in 0..=good.len() {
        match runtime().load(&good[..length]) {
            Err(error) => assert!(expected.contains(&error.refusal()), "{length} of {} bytes: {error}", good.len()),
            Ok(policy) => {
                assert_eq!(ask(&policy).expect("a question"), "granted", "{length} of {} bytes", good.len());
                whole.push(length);
            }
        }
    }
    // Behind its last export stand only notes about the tools that made it.
    assert!(whole.len() <= 3 && whole.ends_with(&[good.len()]), "{whole:?} of {} bytes load", good.len());
}

#[test]
fn random_bytes_are_refused() {
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    use proptest::{prelude::any, strategy::Strategy, strategy::ValueTree};

    let seed = guestpass_vectors::seed_from_environment();
    println!("seed {seed}; repeat with GUESTPASS_SEED={seed}");
    let mut bytes = [0_u8; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let random = proptest::collection::vec(any::<u8>(), 0..2_000);
    let preamble = &good()[..8];
    for _ in 0..2_000 {
        let noise = random.new_tree(&mut runner).expect("bytes").current();
        refused("random bytes", &noise);
        refused("random bytes behind a preamble", &[preamble, &noise].concat());
    }
}

#[test]
fn compiled_code_is_never_loaded() {
    // What wasmtime itself would take for compiled, were it asked to: of the same version and for the same machine.
    let engine = wasmtime::Engine::default();
    let module = wasmtime::Module::new(&engine, text("(module)")).and_then(|module| module.serialize());
    let component = wasmtime::component::Component::from_binary(&engine, &good()).and_then(|it| it.serialize());
    for compiled in [
        module.expect("a module compiles"),
        component.expect("a component compiles"),
        engine.precompile_module(&text("(module)")).expect("a module compiles"),
        engine.precompile_component(&good()).expect("a component compiles"),
    ] {
        let error = refused("compiled code", &compiled);
        assert_eq!(error.refusal(), Refusal::NotAComponent, "{error}");
        assert!(error.to_string().contains("never loaded"), "{error}");
    }
}
