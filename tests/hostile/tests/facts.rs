//! Facts and requests that break the contract, past the JSON reader: a host in another language may pass anything.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Policy, Runtime};
use guestpass_contract::{
    AccessMode, CustomRole, ExternalAccess, Facts, FactsBuilder, PrincipalDraft, PrincipalKind, Requests, RoleGrant,
    RoleGrantDraft, Target, TextRange, Window,
};
use guestpass_hostile::NOW_MS;
use std::time::Duration;

fn policy() -> Policy {
    let built = guestpass_compiler::compile(guestpass_vectors::POLICY_FILE, guestpass_vectors::POLICY_SOURCE);
    let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
    Runtime::new(limits).and_then(|runtime| runtime.load(&built.expect("it compiles").component)).expect("it loads")
}

fn facts() -> Facts {
    let mut facts = FactsBuilder::new("initech").expect("names");
    facts.entitlement("flexera-one-saas-management").expect("names");
    facts.principal(&PrincipalDraft::member("sam")).expect("names");
    facts.role_grant(&RoleGrantDraft::of("saas-viewer", "initech")).expect("names");
    facts.build()
}

fn reason(policy: &Policy, facts: &Facts, requests: &Requests) -> &'static str {
    policy.check(facts, requests).expect("an answer")[0].reason.name()
}

/// What is wrong with the facts, how to make it so, and the reason of the denial.
type Case = (&'static str, fn(&mut Facts), &'static str);

const OUTSIDE: TextRange = TextRange { start: u32::MAX, length: 2 };

fn broken_names() -> Vec<Case> {
    vec![
        ("nothing wrong", |_| {}, "granted"),
        ("organisation outside the text", |it| it.organisation = OUTSIDE, "malformed-facts"),
        ("principal outside the text", |it| it.principal.id = OUTSIDE, "malformed-facts"),
        ("e-mail outside the text", |it| it.principal.email = OUTSIDE, "malformed-facts"),
        ("a role outside the text", |it| it.role_grants[0].role = OUTSIDE, "malformed-facts"),
        ("a group outside the text", |it| it.groups.push(OUTSIDE), "malformed-facts"),
        ("an entitlement outside the text", |it| it.entitlements.push(OUTSIDE), "malformed-facts"),
        ("a switched-off role outside the text", |it| it.disabled_roles.push(OUTSIDE), "malformed-facts"),
        ("a person without an id", |it| it.principal.id = TextRange::default(), "malformed-facts"),
    ]
}

fn broken_records() -> Vec<Case> {
    vec![
        ("an unidentified person", |it| it.principal.kind = PrincipalKind::Unidentified, "not-identified"),
        ("a group without an id", |it| it.groups.push(TextRange::default()), "malformed-facts"),
        (
            "a grant to a group without an id",
            |it| it.role_grants[0].group = Some(TextRange::default()),
            "malformed-facts",
        ),
        (
            "a grant on a resource without an id",
            |it| it.role_grants[0].on_resource = Some(TextRange::default()),
            "malformed-facts",
        ),
        ("a grant of no role", |it| it.role_grants[0].role = TextRange::default(), "malformed-facts"),
        ("a grant of no organisation", |it| it.role_grants[0].organisation = TextRange::default(), "malformed-facts"),
        ("grants without an organisation", |it| it.organisation = TextRange::default(), "malformed-facts"),
        (
            "a custom role beyond the list",
            |it| it.custom_roles.push(CustomRole { name: it.organisation, privileges_start: 0, privileges_length: 1 }),
            "malformed-facts",
        ),
        (
            "custom roles that share ten thousand privileges",
            |it| {
                it.custom_privileges = vec![it.organisation; 10_000];
                let role = CustomRole { name: it.organisation, privileges_start: 0, privileges_length: 10_000 };
                it.custom_roles = vec![role; 1_000];
            },
            "limit-exceeded",
        ),
        (
            "a cut character",
            |it| {
                it.text.push('\u{e4}');
                let start = u32::try_from(it.text.len() - 1).expect("a short text");
                it.groups.push(TextRange { start, length: 1 });
            },
            "malformed-facts",
        ),
        (
            "a name of 257 bytes",
            |it| {
                it.text.push_str(&"x".repeat(300));
                it.groups.push(TextRange { start: 0, length: 257 });
            },
            "limit-exceeded",
        ),
        ("too many grants", |it| it.role_grants = vec![it.role_grants[0]; 1_001], "limit-exceeded"),
        ("too many groups", |it| it.groups = vec![it.organisation; 1_001], "limit-exceeded"),
        ("too long a text", |it| it.text.push_str(&" ".repeat(256 * 1024)), "limit-exceeded"),
    ]
}

#[test]
fn facts_that_break_the_contract_deny_with_a_code() {
    let backward = Window { start: 10, end: 10 };
    let policy = policy();
    let requests = Requests::privileges("saas:application:view", NOW_MS).expect("names");
    for (what, change, expected) in broken_names().into_iter().chain(broken_records()) {
        let mut facts = facts();
        change(&mut facts);
        assert_eq!(reason(&policy, &facts, &requests), expected, "{what}");
    }
    let mut windowed = facts();
    windowed.role_grants = vec![RoleGrant { window: Some(backward), ..windowed.role_grants[0] }];
    assert_eq!(reason(&policy, &windowed, &requests), "malformed-facts", "a backward window of a grant");
    let mut period = facts();
    period.external_access = Some(ExternalAccess { mode: AccessMode::Period(backward), role_management: true });
    assert_eq!(reason(&policy, &period, &requests), "malformed-facts", "a backward period");
}

#[test]
fn a_bad_request_spoils_no_other() {
    let policy = policy();
    let mut requests = Requests::default();
    for _ in 0..5 {
        requests = push(requests, "saas:application:view");
    }
    requests.items[1].target = Target::Privileges(OUTSIDE);
    requests.items[3].on_resource = Some(OUTSIDE);
    requests.items[4].on_resource = Some(TextRange::default());
    let decisions = policy.check(&facts(), &requests).expect("an answer");
    let reasons: Vec<_> = decisions.iter().map(|decision| decision.reason.name()).collect();
    assert_eq!(reasons, ["granted", "malformed-request", "granted", "malformed-request", "malformed-request"]);
}

#[test]
fn too_many_requests_are_denied_and_the_most_are_answered() {
    let policy = policy();
    for (count, expected) in [(4_096, "granted"), (4_097, "limit-exceeded")] {
        let mut requests = Requests::privileges("saas:application:view", NOW_MS).expect("names");
        requests.items = vec![requests.items[0]; count];
        let decisions = policy.check(&facts(), &requests).expect("an answer");
        assert_eq!(decisions.len(), count);
        assert!(decisions.iter().all(|decision| decision.reason.name() == expected), "{count} requests");
    }
}

fn push(mut requests: Requests, expression: &str) -> Requests {
    requests.push(&guestpass_contract::RequestDraft::privileges(expression, NOW_MS)).expect("names");
    requests
}
