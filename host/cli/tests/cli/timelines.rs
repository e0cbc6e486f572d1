//! How answers change as time goes by.

use crate::program::{Case, component, run, sample};
use serde_json::Value;

fn timeline<'a>(facts: &'a str, request: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let asked = ["timeline", "--policy", component(), "--facts", facts, "--request", request];
    [&asked[..], more].concat()
}

#[test]
fn a_window_is_three_segments() {
    let (facts, request) = (sample("facts.json"), sample("request.json"));
    let from = ["--from", "2025-01-01T00:00:00Z", "--until", "2027-01-01T01:00:00+01:00"];
    let expected = [
        "2025-01-01T00:00:00Z to 2026-01-01T00:00:00Z  denied: window-not-started — ",
        "\n2026-01-01T00:00:00Z to 2026-07-01T00:00:00Z  allowed: granted by role `saas-viewer` (external) through ",
        "\n2026-07-01T00:00:00Z to 2027-01-01T00:00:00Z  denied: window-ended — ",
    ];
    Case { arguments: &timeline(&facts, &request, &from), stdout: &expected, ..Case::default() }.check();

    let output = run(&[&timeline(&facts, &request, &from)[..], &["--format", "json"]].concat(), "");
    let text = String::from_utf8(output.stdout).unwrap();
    let segments: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(segments.len(), 3, "{text}");
    for (segment, effect) in segments.iter().zip(["deny", "allow", "deny"]) {
        assert_eq!(segment["decision"]["effect"], effect, "{segment}");
    }
    for pair in segments.windows(2) {
        assert_eq!(pair[0]["end"], pair[1]["start"], "there is a gap: {text}");
    }
}

#[test]
fn the_request_says_where_it_begins() {
    let facts = sample("facts.json");
    let request = r#"{"privileges": "saas:application:view", "now": "2026-03-02T10:30:00+01:00"}"#;
    for (until, expected) in [
        ("2026-04-01T00:00:00Z", &["2026-03-02T09:30:00Z to 2026-04-01T00:00:00Z  allowed: "][..]),
        ("2026-08-01T00:00:00Z", &["2026-03-02T09:30:00Z to 2026-07-01T00:00:00Z  allowed: ", "denied: window-ended"]),
    ] {
        let arguments = timeline(&facts, "-", &["--until", until]);
        Case { arguments: &arguments, stdin: request, stdout: expected, ..Case::default() }.check();
    }
}
