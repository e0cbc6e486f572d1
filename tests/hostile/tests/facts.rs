//! Facts and requests that break the contract, past the JSON reader: a host in another language may pass anything.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Policy, Runtime};
use guestpass_contract::{
    AccessGrant, AccessMode, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, ExternalAccess, Facts,
    FactsBuilder, NameSpan, PrincipalDraft, PrincipalKind, RequestStatus, Requests, RoleGrant, RoleGrantDraft,
    RoleKind, Target, TextRange, Window,
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
const BEYOND: NameSpan = NameSpan { start: 1, length: 9 };

fn truth() -> AttributeValue {
    AttributeValue::Boolean(true)
}

fn attribute(name: TextRange, value: AttributeValue) -> Attribute {
    Attribute { subject: AttributeSubject::Principal, name, value }
}

fn access_grant(start: i64, end: i64) -> AccessGrant {
    AccessGrant { status: RequestStatus::Granted, on_resource: None, window: Window { start, end } }
}

fn custom_role(name: TextRange, privileges: TextRange) -> CustomRole {
    CustomRole { name, kind: RoleKind::User, level: AppLevel::None, privileges }
}

fn last_name(facts: &Facts) -> NameSpan {
    NameSpan { start: u32::try_from(facts.names.len() - 1).expect("a short list"), length: 1 }
}

fn broken_names() -> Vec<Case> {
    vec![
        ("nothing wrong", |_| {}, "granted"),
        ("organisation outside the text", |it| it.organisation = OUTSIDE, "malformed-facts"),
        ("principal outside the text", |it| it.principal.id = OUTSIDE, "malformed-facts"),
        ("e-mail outside the text", |it| it.principal.email = OUTSIDE, "malformed-facts"),
        ("a role outside the text", |it| it.role_grants[0].role = OUTSIDE, "malformed-facts"),
        ("a home outside the text", |it| it.principal.home = OUTSIDE, "malformed-facts"),
        ("a name outside the text", |it| it.names.push(OUTSIDE), "malformed-facts"),
        ("groups outside the list", |it| it.groups = BEYOND, "malformed-facts"),
        ("entitlements outside the list", |it| it.entitlements = BEYOND, "malformed-facts"),
        ("switched-off roles outside the list", |it| it.disabled_roles = BEYOND, "malformed-facts"),
        ("a span around the end", |it| it.groups = NameSpan { start: u32::MAX, length: 2 }, "malformed-facts"),
        ("an attribute without a name", |it| it.attributes.push(attribute(OUTSIDE, truth())), "malformed-facts"),
        (
            "an attribute of a resource outside the text",
            |it| {
                it.attributes.push(Attribute {
                    subject: AttributeSubject::Resource(OUTSIDE),
                    ..attribute(it.organisation, truth())
                })
            },
            "malformed-facts",
        ),
        (
            "a text outside the text",
            |it| it.attributes.push(attribute(it.organisation, AttributeValue::Text(OUTSIDE))),
            "malformed-facts",
        ),
        (
            "texts outside the list",
            |it| it.attributes.push(attribute(it.organisation, AttributeValue::Texts(BEYOND))),
            "malformed-facts",
        ),
        (
            "an access grant on a resource outside the text",
            |it| it.access_grants.push(AccessGrant { on_resource: Some(OUTSIDE), ..access_grant(0, 1) }),
            "malformed-facts",
        ),
        ("an access grant that runs backward", |it| it.access_grants.push(access_grant(1, 1)), "malformed-facts"),
        ("a person without an id", |it| it.principal.id = TextRange::default(), "malformed-facts"),
    ]
}

fn broken_records() -> Vec<Case> {
    vec![
        ("an unidentified person", |it| it.principal.kind = PrincipalKind::Unidentified, "not-identified"),
        (
            "a group without an id",
            |it| {
                it.names.push(TextRange::default());
                it.groups = last_name(it);
            },
            "malformed-facts",
        ),
        ("a member with a home", |it| it.principal.home = it.principal.id, "malformed-facts"),
        ("a third party without a home", |it| it.principal.kind = PrincipalKind::ThirdParty, "malformed-facts"),
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
            "a custom role's privileges outside the text",
            |it| it.custom_roles.push(custom_role(it.organisation, OUTSIDE)),
            "malformed-facts",
        ),
        (
            "attributes that share ten thousand texts",
            |it| {
                it.names = vec![it.organisation; 10_000];
                let texts = AttributeValue::Texts(NameSpan { start: 0, length: 10_000 });
                it.attributes = vec![attribute(it.organisation, texts); 256];
            },
            "limit-exceeded",
        ),
        ("too many names", |it| it.names = vec![it.organisation; 10_001], "limit-exceeded"),
        ("too many attributes", |it| it.attributes = vec![attribute(it.organisation, truth()); 257], "limit-exceeded"),
        ("too many access grants", |it| it.access_grants = vec![access_grant(0, 1); 101], "limit-exceeded"),
        (
            "a cut character",
            |it| {
                it.text.push('\u{e4}');
                let start = u32::try_from(it.text.len() - 1).expect("a short text");
                it.names.push(TextRange { start, length: 1 });
            },
            "malformed-facts",
        ),
        (
            "a name of 257 bytes",
            |it| {
                it.text.push_str(&"x".repeat(300));
                it.names.push(TextRange { start: 0, length: 257 });
            },
            "limit-exceeded",
        ),
        ("too many grants", |it| it.role_grants = vec![it.role_grants[0]; 1_001], "limit-exceeded"),
        (
            "too many groups",
            |it| {
                it.names = vec![it.organisation; 1_001];
                it.groups = NameSpan { start: 0, length: 1_001 };
            },
            "limit-exceeded",
        ),
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
