//! The ready documents answer as the cases beside them say, and the cases reach most of them.

#![cfg(test)]
#![forbid(unsafe_code)]

use std::fs;
use std::path::PathBuf;

use guestpass::generations::{Candidate, Expectation};
use guestpass::{Limits, Policy, Runtime};
use guestpass_authoring::cases::{self, CaseOutcome};
use guestpass_authoring::coverage::{DocumentLines, measure};
use guestpass_contract::json::facts_from_str;

/// Every ready document, and how much of it its cases must reach, of 100.
const READY: [(&str, usize); 5] =
    [("flexera-one", 90), ("snow-atlas", 80), ("saas-manager", 85), ("access-granting", 85), ("default", 85)];

fn file(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../guest/policies");
    fs::read_to_string(folder.join(name)).expect("the file is there")
}

fn component(source: &str) -> Vec<u8> {
    guestpass_compiler::compile("document.toml", source).expect("the document is right").component
}

fn load(component: &[u8]) -> Policy {
    let runtime = Runtime::new(Limits::default()).expect("a runtime");
    runtime.load(component).expect("the component loads")
}

fn read(name: &str, policy: &Policy) -> cases::Cases {
    let name = format!("{name}.tests.toml");
    cases::read(&name, &file(&name), policy.info(), &mut |_| Err("no files".to_owned())).expect("the cases are right")
}

#[test]
fn every_ready_document_passes_its_cases_which_reach_most_of_it() {
    for (name, least) in READY {
        let source = file(&format!("{name}.toml"));
        let policy = load(&component(&source));
        let cases = read(name, &policy);
        let results = cases::run(&policy, &cases, "");
        for result in &results {
            if let CaseOutcome::Failed { differences, .. } = &result.outcome {
                panic!("{name}:{}: {}: {differences:?}", result.case.line, result.case.name);
            }
            assert!(result.is_passed(), "{name}: {}", result.case.name);
        }
        let coverage = measure(policy.info(), &results, DocumentLines::new(&source).as_ref());
        assert!(coverage.percent >= least, "{name}: {coverage:?}");
    }
}

/// Whatever a role gives can be taken away from the document; a case must notice.
#[test]
fn a_document_that_gives_something_else_fails_its_cases() {
    for (name, given) in [("flexera-one", "  \"saas:usage:view\",\n"), ("saas-manager", "  \"apps:usage:submit\",\n")] {
        let source = file(&format!("{name}.toml"));
        let policy = load(&component(&source.replacen(given, "", 9)));
        let cases = read(name, &policy);
        let failed = cases::run(&policy, &cases, "").iter().filter(|result| !result.is_passed()).count();
        assert!(failed > 0, "{name}");
    }
}

#[test]
fn cases_are_self_tests_of_a_candidate() {
    let source = file("flexera-one.toml");
    let good = component(&source);
    let policy = load(&good);
    let tests = cases::self_tests(&read("flexera-one", &policy)).expect("the names are short");
    assert!(tests.len() > 100);
    let digest = guestpass::digest_of(&good);
    let runtime = Runtime::new(Limits::default()).expect("a runtime");
    Candidate::prepare(&runtime, &good, &Expectation::digest(&digest), &tests).expect("it passes");

    let bad = component(&source.replacen("  \"saas:usage:view\",\n", "", 9));
    let digest = guestpass::digest_of(&bad);
    let refused = Candidate::prepare(&runtime, &bad, &Expectation::digest(&digest), &tests);
    assert!(refused.is_err(), "somebody lost a privilege");
}

#[test]
fn a_filter_chooses_cases_and_coverage_lists_the_rest_with_its_line() {
    let source = file("flexera-one.toml");
    let policy = load(&component(&source));
    let cases = read("flexera-one", &policy);
    let results = cases::run(&policy, &cases, "the end of the window");
    assert_eq!(results.len(), 1);
    let coverage = measure(policy.info(), &results, DocumentLines::new(&source).as_ref());
    let privileges = coverage.kinds.iter().find(|kind| kind.kind == "privileges").expect("there are privileges");
    assert_eq!((privileges.reached, privileges.total), (1, 98));
    let missing = privileges.missing.iter().find(|item| item.name == "saas:application:view").expect("never allowed");
    let line = source.lines().position(|line| line.starts_with("\"saas:application:view\"")).expect("declared");
    assert_eq!((missing.what, missing.line), ("allowed", Some(line + 1)));
}

/// A condition is true where it granted, and false where its failing is the reason.
#[test]
fn conditions_are_seen_true_and_false() {
    let source = file("access-granting.toml");
    let policy = load(&component(&source));
    let cases = read("access-granting", &policy);
    for (filter, reached) in [("a user edits the own data", 1), ("a user edits nobody else", 1), ("a user edits", 2)] {
        let results = cases::run(&policy, &cases, filter);
        let coverage = measure(policy.info(), &results, None);
        let conditions = coverage.kinds.iter().find(|kind| kind.kind == "conditions").expect("there are conditions");
        assert_eq!(conditions.reached, reached, "{filter}");
    }
}

#[test]
fn facts_of_a_file_stand_for_facts_written_here() {
    let policy = load(&component(&file("flexera-one.toml")));
    let facts = r#"{"organisation": "initech", "principal": {"kind": "member", "id": "sam"}}"#;
    assert!(facts_from_str(facts).is_ok());
    let source = "now = 2026-03-02T09:30:00Z\nfacts.sam = { file = \"sam.json\" }\n[[case]]\nname = \"her own\"\n\
        facts = \"sam\"\nrequest = \"refresh-token\"\nexpect = { effect = \"allowed\", reason = \"no-role-required\" }\n";
    let cases = cases::read("a.tests.toml", source, policy.info(), &mut |name| {
        assert_eq!(name, "sam.json");
        Ok(facts.to_owned())
    });
    let cases = cases.expect("the file is right");
    assert!(cases::run(&policy, &cases, "").iter().all(cases::CaseResult::is_passed));
}
