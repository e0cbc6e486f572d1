//! Changes: what is accepted, what is refused, and what is not a change at all.

use std::fs;

use crate::program::{Case, component, document, run, sample};
use serde_json::Value;

const CREATE: &str = "flexera-one/create-partner-access";

fn facts() -> String {
    sample(&format!("{CREATE}.facts.json"))
}

/// The sample change with one piece replaced.
fn changed(from: &str, to: &str) -> String {
    let text = fs::read_to_string(sample(&format!("{CREATE}.change.json"))).unwrap();
    let changed = text.replacen(from, to, 1);
    assert_ne!(changed, text, "`{from}` is not there");
    changed
}

/// Reviews a change on standard input, of the sample facts.
fn review(facts: &str) -> [&str; 7] {
    ["review", "--policy", component(), "--facts", facts, "--change", "-"]
}

#[test]
fn documents_and_components_review_alike() {
    let (facts, change, document) = (facts(), sample(&format!("{CREATE}.change.json")), document());
    for policy in [component(), &document] {
        let arguments = ["review", "--policy", policy, "--facts", &facts, "--change", &change];
        Case { arguments: &arguments, stdout: &["accepted\n", "owed: "], ..Case::default() }.check();
    }
}

#[test]
fn a_refusal_names_every_reason() {
    let facts = facts();
    // F28: a period that runs backward is an answer, not an error.
    let stdin = changed("2026-07-01", "2025-07-01");
    let refused = ["refused: invalid-period — the period is empty or runs backward\n"];
    Case { arguments: &review(&facts), stdin: &stdin, status: 1, stdout: &refused, stderr: &[] }.check();

    // F3, F6, F17: an auditor of a managed customer chooses a partner who is not accredited.
    let managed = fs::read_to_string(&facts).unwrap();
    let managed = managed.replacen("system-administrator", "saas-auditor", 1);
    let managed = managed.replacen("\"accredited\": true", "\"accredited\": false", 1);
    let managed = managed.replacen("\"change_facts\": {", "\"change_facts\": { \"customer_managed\": true,", 1);
    let change = sample(&format!("{CREATE}.change.json"));
    let arguments = ["review", "--policy", component(), "--facts", "-", "--change", &change];
    let expected = [
        "refused: not-permitted — the person may not make this change: no-privilege — no role that the person holds",
        "refused: managed-customer — a partner fully manages the customer\n",
        "refused: partner-not-accredited — the partner is not accredited\n",
    ];
    Case { arguments: &arguments, stdin: &managed, status: 1, stdout: &expected, stderr: &[] }.check();
}

#[test]
fn verdicts_are_one_object_on_a_line() {
    let facts = facts();
    for (stdin, status, verdict, key) in [
        (changed("northwind", "southwind"), 0, "accepted", "obligations"),
        (changed("2026-07-01", "2025-07-01"), 1, "refused", "refusals"),
    ] {
        let output = run(&[&review(&facts)[..], &["--format", "json"]].concat(), &stdin);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!((output.status.code(), text.lines().count()), (Some(status), 1), "{text}");
        let printed: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(printed["verdict"], verdict);
        assert_eq!(printed[key].as_array().map(Vec::len), Some(1), "{text}");
        assert_eq!(printed["policy"]["name"], "flexera-one");
        assert_eq!(printed["now"], "2025-12-15T09:00:00Z");
    }
}
