//! A policy, facts and requests for the fixtures.

use guestpass_contract::json::{DecisionJson, facts_from_str, requests_from_array_str, to_string};
use guestpass_contract::{
    CONTRACT_VERSION, Decision, Effect, FactsRead, Obligations, PolicyInfo, PrivilegeInfo, Reason, RoleInfo,
};

pub const FACTS: &str =
    r#"{"organisation": "initech", "principal": {"kind": "member", "id": "ada \u00e9\ud83d\ude00"}}"#;
pub const REQUEST: &str = r#"{"privileges": "saas:application:view", "now": "2026-11-22T11:00:00+01:00"}"#;
pub const REQUESTS: &str = r#"[{"privileges": "saas:application:view", "now": "2026-11-22T11:00:00+01:00"},
    {"api": "list", "now": "2026-11-22T11:00:00Z", "on_resource": null}]"#;

pub fn info() -> PolicyInfo {
    PolicyInfo {
        name: "sample".to_owned(),
        version: "1".to_owned(),
        source_digest: "0".repeat(64),
        contract_version: CONTRACT_VERSION.to_owned(),
        roles: vec![RoleInfo {
            name: "viewer".to_owned(),
            title: "Viewer".to_owned(),
            summary: "Sees applications.".to_owned(),
            privileges: vec![0],
            switchable: false,
            deprecated: false,
        }],
        privileges: vec![PrivilegeInfo { name: "saas:application:view".to_owned(), summary: "See them.".to_owned() }],
        apis: Vec::new(),
        field_groups: Vec::new(),
        limits: Vec::new(),
        settings: Vec::new(),
    }
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
        facts_read: FactsRead { principal: true, role_grants: true, ..FactsRead::default() },
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
