//! Components that must not load: each is refused with its code.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Provenance, Refusal, Runtime, digest_of};
use guestpass_browser_tests::{Fixture, small_role};
use guestpass_contract::{FieldGroupInfo, PolicyInfo, RoleInfo};
use guestpass_hostile::{allowed, ask, harmless, info};
use std::collections::BTreeSet;

fn runtime() -> Runtime {
    Runtime::new(Limits::default()).expect("a runtime")
}

fn refusal(component: &[u8]) -> Result<Provenance, Refusal> {
    runtime().load(component).map(|policy| policy.provenance()).map_err(|error| {
        println!("{}: {error}", error.code());
        error.refusal()
    })
}

fn component(fixture: Fixture) -> Vec<u8> {
    fixture.component().expect("a component")
}

fn text(wat: &str) -> Vec<u8> {
    wat::parse_str(wat).expect("a well-formed module")
}

fn described(change: fn(&mut PolicyInfo)) -> Vec<u8> {
    let mut info = info();
    change(&mut info);
    component(Fixture::new(&info, &[allowed()]).expect("a fixture"))
}

fn bad_descriptions() -> Vec<(&'static str, Vec<u8>, Refusal)> {
    vec![
        ("a nameless policy", described(|info| info.name.clear()), Refusal::NoPolicy),
        ("another contract", described(|info| info.contract_version = "7.0.0".into()), Refusal::Description),
        (
            "a role with a privilege that is not there",
            described(|info| info.roles[0].privileges[0].privilege = 9),
            Refusal::Description,
        ),
        (
            "a condition that is not there",
            described(|info| info.roles[0].holder_condition = Some(0)),
            Refusal::Description,
        ),
        (
            "fields shown by a privilege that is not there",
            described(|info| {
                let (name, summary) = ("financial".into(), "Money".into());
                info.field_groups.push(FieldGroupInfo {
                    name,
                    summary,
                    fields: Vec::new(),
                    shown_by: vec![9],
                    on: Vec::new(),
                });
            }),
            Refusal::Description,
        ),
    ]
}

#[test]
fn every_refusal_has_a_component_that_meets_it() {
    let good = component(harmless().expect("a fixture"));
    let fixture = || harmless().expect("a fixture");
    let mut cases: Vec<(&str, Vec<u8>, Refusal)> = vec![
        ("5 MiB", vec![0; 5 * 1024 * 1024], Refusal::TooLarge),
        ("nothing", Vec::new(), Refusal::NotAComponent),
        ("a text", b"name = \"flexera-one\"".to_vec(), Refusal::NotAComponent),
        ("a core module", text("(module)"), Refusal::NotAComponent),
        ("compiled machine code", [b"\x7fELF".as_slice(), &[0; 64]].concat(), Refusal::NotAComponent),
        ("cut in half", good[..good.len() / 2].to_vec(), Refusal::Malformed),
        ("floating point", component(fixture().with("(func (result f32) f32.const 1)")), Refusal::Feature),
        (
            "vector instructions",
            component(fixture().with("(func (result v128) v128.const i64x2 0 0)")),
            Refusal::Feature,
        ),
        ("shared memory", text("(component (core module (memory 1 1 shared)))"), Refusal::Feature),
        ("a core import", text(r#"(component (core module (import "env" "clock" (func))))"#), Refusal::Imports),
        (
            "a component import",
            text(r#"(component (import "wasi:clocks/wall-clock@0.2.0" (instance)))"#),
            Refusal::Imports,
        ),
        ("no core module", text("(component)"), Refusal::Shape),
        ("two core modules", text("(component (core module) (core module))"), Refusal::Shape),
        ("a module in a nested component", text("(component (core module) (component (core module)))"), Refusal::Shape),
        ("components nested nine deep", text(&format!("{}{}", "(component ".repeat(9), ")".repeat(9))), Refusal::Shape),
        ("memory without a maximum", text("(component (core module (memory 1)))"), Refusal::Unbounded),
        ("memory of 17 MiB", text("(component (core module (memory 1 272)))"), Refusal::Unbounded),
        ("a table of 20000", text("(component (core module (table 20000 funcref)))"), Refusal::Unbounded),
        ("no functions", text("(component (core module))"), Refusal::World),
        ("an endless start", component(fixture().with("(func $s (loop (br 0))) (start $s)")), Refusal::Start),
        ("a description that traps", component(fixture().describe_with("unreachable")), Refusal::Start),
        ("the engine without a policy", guestpass_artifact::ENGINE_COMPONENT.to_vec(), Refusal::NoPolicy),
    ];
    cases.extend(bad_descriptions());
    for (what, bytes, expected) in &cases {
        assert_eq!(refusal(bytes), Err(*expected), "{what}");
    }
    assert_eq!(refusal(&good), Ok(Provenance::Custom), "and the harmless one loads");

    let met: BTreeSet<_> = cases.iter().map(|(_, _, refusal)| *refusal).collect();
    // A machine without WebAssembly, a digest that does not match and a valid module that does not compile are not made
    // of a component alone; the digest has a test of its own, and so has compilation on trial.
    let elsewhere = [
        Refusal::Runtime,
        Refusal::DigestMismatch,
        Refusal::TrialUnavailable,
        Refusal::CompileTooLong,
        Refusal::CompileTooMuchMemory,
        Refusal::CompileCrashed,
        Refusal::Compile,
    ];
    let unmet: Vec<_> = Refusal::ALL.into_iter().filter(|it| !met.contains(it) && !elsewhere.contains(it)).collect();
    assert_eq!(unmet, [], "refusals without a component that meets them");
}

#[test]
fn the_largest_description_is_read_and_no_larger_one() {
    let with_roles = |count: usize, summary: &str| {
        let mut info = info();
        info.roles = (0..count)
            .map(|number| RoleInfo { summary: summary.into(), ..small_role(&format!("role-{number}")) })
            .collect();
        Fixture::new(&info, &[allowed()]).and_then(|fixture| fixture.component()).expect("a component")
    };
    // More than an answer may take, because it is read once.
    assert_eq!(
        refusal(&with_roles(10_000, "Sees applications, and says so in a sentence of some length.")),
        Ok(Provenance::Custom)
    );
    assert_eq!(refusal(&with_roles(10_001, "")), Err(Refusal::Description));
    let narrow = Limits { description_bytes_max: 1024 * 1024, ..Limits::default() };
    let runtime = Runtime::new(narrow).expect("a runtime");
    let error = runtime.load(&with_roles(10_000, "")).expect_err("it does not fit");
    assert_eq!(error.refusal(), Refusal::Start, "{error}");
}

#[test]
fn another_digest_than_expected_is_refused_before_anything_else() {
    let good = component(harmless().expect("a fixture"));
    let runtime = runtime();
    assert!(runtime.load_expecting(&good, &digest_of(&good)).is_ok());
    for wrong in [digest_of(b""), digest_of(&good).to_uppercase(), String::new()] {
        let error = runtime.load_expecting(&good, &wrong).expect_err("another digest");
        assert_eq!(error.refusal(), Refusal::DigestMismatch, "`{wrong}`");
        let error = runtime.load_expecting(b"not even a component", &wrong).expect_err("another digest");
        assert_eq!(error.refusal(), Refusal::DigestMismatch, "`{wrong}`");
    }
}

#[test]
fn a_built_policy_is_known_as_the_engines_own() {
    let source = guestpass_vectors::POLICY_SOURCE;
    let built = guestpass_compiler::compile(guestpass_vectors::POLICY_FILE, source).expect("it compiles").component;
    assert_eq!(refusal(&built), Ok(Provenance::Engine));

    // One changed byte of code, however small, makes it somebody else's.
    let code = code_section(&built);
    let mut others = 0;
    for position in code.clone().step_by(code.len() / 60) {
        let mut changed = built.clone();
        changed[position] ^= 1;
        if let Ok(provenance) = refusal(&changed) {
            assert_eq!(provenance, Provenance::Custom, "byte {position} of the code was changed");
            others += 1;
        }
    }
    assert!(others > 0, "no changed copy loads at all, so that nothing was shown");
}

/// Where the code of the one core module lies.
fn code_section(component: &[u8]) -> std::ops::Range<usize> {
    let sections = wasmparser::Parser::new(0).parse_all(component);
    let code = sections.filter_map(|payload| match payload.expect("a valid component") {
        wasmparser::Payload::CodeSectionStart { range, .. } => Some(range),
        _ => None,
    });
    code.into_iter().next().expect("a component with code")
}

#[test]
fn ten_thousand_damaged_components_do_no_harm() {
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    use proptest::{prelude::any, strategy::Strategy, strategy::ValueTree};

    let seed = guestpass_vectors::seed_from_environment();
    println!("seed {seed}; repeat with GUESTPASS_SEED={seed}");
    let mut bytes = [0_u8; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let edits = proptest::collection::vec((any::<u32>(), any::<u8>(), 0..4_u8), 1..4);

    let good = component(harmless().expect("a fixture"));
    let runtime = runtime();
    let (mut loaded, mut refused) = (0, 0);
    for _ in 0..10_000 {
        let damaged = damage(&good, &edits.new_tree(&mut runner).expect("edits").current());
        match runtime.load(&damaged) {
            Ok(policy) => {
                loaded += 1;
                ask(&policy).expect("a question");
            }
            Err(_) => refused += 1,
        }
    }
    println!("{refused} refused, {loaded} loaded and asked");
    assert!(refused > 1_000 && loaded > 100, "the damage is too great or too small to prove anything");
    assert_eq!(ask(&runtime.load(&good).expect("it loads")).expect("a question"), "granted", "a good one afterwards");
}

/// Changes, inserts, removes or cuts at places of the file.
fn damage(bytes: &[u8], edits: &[(u32, u8, u8)]) -> Vec<u8> {
    let mut damaged = bytes.to_vec();
    for &(place, byte, kind) in edits {
        let place = usize::try_from(place).expect("a place") % damaged.len().max(1);
        match kind {
            0 | 1 if place < damaged.len() => damaged[place] = byte,
            2 => damaged.insert(place, byte),
            3 if byte < 32 => damaged.truncate(place),
            _ if place < damaged.len() => drop(damaged.remove(place)),
            _ => {}
        }
    }
    damaged
}
