//! What the program answers to good questions.

use crate::program::{Case, component, document, run, sample};
use serde_json::Value;

const INSIDE: &str = "2026-03-02T10:30:00+01:00";
const LAST_INSTANT: &str = "2026-06-30T23:59:59.999Z";
const END: &str = "2026-07-01T00:00:00Z";
const ONE_MS_PAST_THE_END: &str = "2026-07-01T00:00:00.001Z";

fn request(privileges: &str, now: &str) -> String {
    format!("{{\"privileges\": \"{privileges}\", \"now\": \"{now}\"}}")
}

/// Asks the built policy about the sample facts, with the requests on standard input.
fn ask<'a>(facts: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["check", "--policy", component(), "--facts", facts][..], more].concat()
}

#[test]
fn the_sample_is_allowed_with_role_and_privilege() {
    let (facts, sample_request, document) = (sample("facts.json"), sample("request.json"), document());
    let allowed = "allowed: granted by role `saas-viewer` (external) through `saas:application:view`, \
                   until 2026-07-01T00:00:00Z\n";
    for policy in [component(), &document] {
        let arguments = ["check", "--policy", policy, "--facts", &facts, "--request", &sample_request];
        Case { arguments: &arguments, stdout: &[allowed, "owed: "], ..Case::default() }.check();
    }
}

#[test]
fn windows_do_not_hold_their_end() {
    let facts = sample("facts.json");
    for (now, status, expected) in [
        (INSIDE, 0, "allowed: granted by role `saas-viewer` (external) through `saas:application:view`"),
        (LAST_INSTANT, 0, "allowed: "),
        (END, 1, "denied: window-ended — external access, or every role that would do, has ended\n"),
        (ONE_MS_PAST_THE_END, 1, "denied: window-ended — "),
        ("2025-12-31T23:59:59.999Z", 1, "denied: window-not-started — "),
        ("2025-12-31T23:59:59.999Z", 1, "; another answer from 2026-01-01T00:00:00Z\n"),
    ] {
        let stdin = request("saas:application:view", now);
        let arguments = ask(&facts, &["--request", "-"]);
        Case { arguments: &arguments, stdin: &stdin, status, stdout: &[expected], stderr: &[] }.check();
    }
}

#[test]
fn an_explanation_lists_every_gate_in_order() {
    let facts = sample("facts.json");
    let passed = [
        "✓ relationship ",
        "✓ accreditation ",
        "✓ domain ",
        "✓ partner-service-layer ",
        "✓ own-system-access ",
        "✓ authorisation ",
        "✓ sso ",
        "✓ dual-listing ",
    ];
    let remedy = "  what would change it:\n    move the end of external access past now\n";
    for (now, status, first, last) in [
        (INSIDE, 0, "allowed: ", &["✓ access-mode ", "✓ privilege "][..]),
        (ONE_MS_PAST_THE_END, 1, "denied: ", &["✗ access-mode            window-ended — ", "privilege ", remedy]),
    ] {
        let stdin = request("saas:application:view", now);
        let expected = [&[first][..], &passed, last].concat();
        let arguments = ask(&facts, &["--request", "-", "--explain"]);
        Case { arguments: &arguments, stdin: &stdin, status, stdout: &expected, stderr: &[] }.check();
    }
}

#[test]
fn a_batch_has_a_line_for_each_decision_and_a_summary() {
    let (facts, requests) = (sample("facts.json"), sample("requests.ndjson"));
    let expected = [
        "1: allowed: granted by role `saas-viewer` (external) through `saas:application:view`",
        "2: denied: window-ended",
        "3: denied: window-not-started",
        "4: allowed: granted by role `saas-viewer` (external) through `saas:licence:view`",
        "5: denied: no-privilege",
        "6: allowed: ",
        "7: denied: ",
        "7 requests: 3 allowed, 4 denied\n",
    ];
    Case { arguments: &ask(&facts, &["--requests", &requests]), status: 1, stdout: &expected, ..Case::default() }
        .check();
}

#[test]
fn a_batch_is_allowed_only_as_a_whole() {
    let facts = sample("facts.json");
    let allowed = request("saas:application:view", INSIDE);
    let denied = request("saas:application:view", END);
    // More than one call takes.
    let many = format!("{allowed}\n").repeat(1000);
    for (stdin, status, summary) in [
        (format!("\n{allowed}\n\n{allowed}"), 0, "4: allowed: "),
        (many.clone(), 0, "1000 requests: 1000 allowed, 0 denied\n"),
        (format!("{many}{denied}\n{allowed}\n"), 1, "1002 requests: 1001 allowed, 1 denied\n"),
        (allowed, 0, "1 request: 1 allowed, 0 denied\n"),
    ] {
        let arguments = ask(&facts, &["--requests", "-"]);
        Case { arguments: &arguments, stdin: &stdin, status, stdout: &[summary], stderr: &[] }.check();
    }
}

#[test]
fn json_answers_are_one_object_a_line() {
    let (facts, requests) = (sample("facts.json"), sample("requests.ndjson"));
    let output = run(&ask(&facts, &["--requests", &requests, "--explain", "--format", "json"]), "");
    let text = String::from_utf8(output.stdout).unwrap();
    let decisions: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(decisions.len(), 7, "{text}");
    assert_eq!(decisions[0]["effect"], "allow");
    assert_eq!(decisions[0]["granted_by"]["role"], "saas-viewer");
    assert_eq!(decisions[0]["valid_until"], END);
    assert_eq!(decisions[1]["reason"], "window-ended");
    assert_eq!(decisions[3]["now"], "2026-03-02T09:30:00Z", "instants are echoed in UTC");
    for decision in &decisions {
        assert!(decision["explanation"]["gates"].as_array().is_some_and(|gates| !gates.is_empty()), "{decision}");
        assert_eq!(decision["policy"]["name"], "flexera-one");
    }
}

#[test]
fn shapes_and_versions_are_printed() {
    for (shape, key) in [
        ("facts", "role_grants"),
        ("facts", "change_facts"),
        ("request", "on_resource"),
        ("change", "now"),
        ("decision", "granted_by"),
        ("policy", "apis"),
    ] {
        let output = run(&["schema", shape], "");
        assert!(output.status.success());
        let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(schema["properties"][key].is_object(), "{shape}");
    }
    let version = concat!("guestpass ", env!("CARGO_PKG_VERSION"), " (contract 0.2.");
    Case { arguments: &["--version"], stdout: &[version], ..Case::default() }.check();
    for (command, expected) in
        [("check", "--explain"), ("review", "--change"), ("timeline", "--until"), ("schema", "SHAPE")]
    {
        Case { arguments: &[command, "--help"], stdout: &[expected, "Example:"], ..Case::default() }.check();
    }
}
