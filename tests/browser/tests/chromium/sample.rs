//! A policy, facts and requests for the fixtures.

use guestpass_browser_tests::small_policy;
use guestpass_contract::json::{
    DecisionJson, VerdictJson, change_from_str, facts_from_str, requests_from_array_str, to_string,
};
use guestpass_contract::{
    Acceptance, Decision, Effect, FactsRead, Obligations, PolicyInfo, Reason, Verdict, Warning, Window,
};

pub const FACTS: &str =
    r#"{"organisation": "initech", "principal": {"kind": "member", "id": "ada \u00e9\ud83d\ude00"}}"#;
pub const REQUEST: &str = r#"{"privileges": "saas:application:view", "now": "2026-11-22T11:00:00+01:00"}"#;
pub const REQUESTS: &str = r#"[{"privileges": "saas:application:view", "now": "2026-11-22T11:00:00+01:00"},
    {"api": "list", "now": "2026-11-22T11:00:00Z", "on_resource": null}]"#;

pub const CHANGE: &str =
    r#"{"change": {"delete-custom-role": {"name": "auditor"}}, "now": "2026-11-22T11:00:00+01:00"}"#;

pub fn info() -> PolicyInfo {
    small_policy("sample")
}

/// Denials, for requests that ask for no explanation.
pub fn decisions(count: usize) -> Vec<Decision> {
    let denial = Decision {
        effect: Effect::Deny,
        reason: Reason::NoRoleAssigned,
        granted_by: None,
        valid_from: None,
        valid_until: None,
        hidden_field_groups: 0,
        obligations: Obligations::default(),
        facts_read: FactsRead::PRINCIPAL | FactsRead::ROLE_GRANTS,
        explanation: None,
    };
    vec![denial; count]
}

/// What a server prints for [`FACTS`] and [`REQUESTS`].
pub fn expected_lines(digest: &str) -> Vec<String> {
    let facts = facts_from_str(FACTS).expect("facts");
    let requests = requests_from_array_str(REQUESTS).expect("requests");
    let info = info();
    let lines = decisions(requests.len()).into_iter().zip(requests).map(|(decision, request)| {
        let shape = DecisionJson::new(&decision, &info, &facts, request.now_ms, digest).expect("printable");
        to_string(&shape).expect("printable")
    });
    lines.collect()
}

/// An acceptance with something in every place.
pub fn accepted() -> Verdict {
    Verdict::Accepted(Acceptance {
        warnings: vec![Warning::DualListed, Warning::NoChange],
        obligations: Obligations::all(),
        roles: vec!["auditor".to_owned()],
        access: Some(Window { start: 0, end: 1 }),
    })
}

/// What a server prints for [`CHANGE`] and [`accepted`].
pub fn expected_verdict(digest: &str) -> String {
    let (info, verdict) = (info(), accepted());
    let proposed = change_from_str(CHANGE).expect("a change");
    let shape = VerdictJson::new(&verdict, &info, proposed.now_ms, digest).expect("printable");
    to_string(&shape).expect("printable")
}
