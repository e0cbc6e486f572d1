//! The example in Rust: a stranger's component that the host loads, asks and believes.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Policy, Provenance, Runtime};
use guestpass_contract::json::instant_from_str;
use guestpass_contract::{
    AccessGrantDraft, Change, ChangeFacts, Decision, Facts, FactsBuilder, Holding, PrincipalDraft, RequestDraft,
    RequestStatus, Requests, RoleGrantDraft, RoleReference, TextRange, Verdict, Window,
};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

/// Built and loaded once for all tests.
fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| {
        let component = guestpass_components::rust_policy(Path::new(env!("CARGO_TARGET_TMPDIR"))).expect("it builds");
        println!("{} bytes", component.len());
        let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
        Runtime::new(limits).and_then(|runtime| runtime.load(&component)).expect("it loads with the limits of a server")
    })
}

/// Sam of the vendor, who holds the role; initech has approved a fortnight that begins and ends on a Thursday at noon.
fn facts() -> FactsBuilder {
    let mut facts = FactsBuilder::new("initech").expect("names");
    facts.principal(&PrincipalDraft::vendor_employee("sam")).expect("names");
    facts.role_grant(&RoleGrantDraft::of("support-viewer", "initech")).expect("names");
    facts
}

fn grant(status: RequestStatus, on_resource: Option<&'static str>) -> AccessGrantDraft<'static> {
    let window = Window { start: instant("2026-03-05T12:00:00Z"), end: instant("2026-03-19T12:00:00Z") };
    AccessGrantDraft { status, on_resource, window }
}

fn approved() -> Facts {
    let mut facts = facts();
    facts.access_grant(&grant(RequestStatus::Granted, None)).expect("names");
    facts.build()
}

fn instant(text: &str) -> i64 {
    instant_from_str(text).expect("an instant")
}

fn ask(facts: &Facts, privilege: &str, now: &str) -> Decision {
    let request = RequestDraft { explain: true, ..RequestDraft::privileges(privilege, instant(now)) };
    policy().check_one(facts, &request).expect("an answer that the host believes")
}

#[test]
fn it_loads_as_a_strangers_component() {
    assert_eq!(policy().provenance(), Provenance::Custom);
    assert_eq!((policy().info().name.as_str(), policy().info().version.as_str()), ("support-weekdays", "1.0.0"));
}

#[test]
fn weekdays_of_the_window_are_open_and_nothing_else() {
    // When is asked, and what is answered, from when, until when.
    let cases = [
        ("2026-03-05T11:59:59.999Z", "window-not-started", None, Some("2026-03-05T12:00:00Z")),
        ("2026-03-05T12:00:00Z", "granted", Some("2026-03-05T12:00:00Z"), Some("2026-03-07T00:00:00Z")),
        ("2026-03-07T00:00:00Z", "condition-not-met", Some("2026-03-07T00:00:00Z"), Some("2026-03-09T00:00:00Z")),
        ("2026-03-11T08:00:00Z", "granted", Some("2026-03-09T00:00:00Z"), Some("2026-03-14T00:00:00Z")),
        ("2026-03-19T11:59:59.999Z", "granted", Some("2026-03-16T00:00:00Z"), Some("2026-03-19T12:00:00Z")),
        ("2026-03-19T12:00:00Z", "window-ended", Some("2026-03-19T12:00:00Z"), None),
        ("2026-04-04T12:00:00Z", "window-ended", Some("2026-03-19T12:00:00Z"), None),
    ];
    for (now, reason, from, until) in cases {
        let decision = ask(&approved(), "desk:ticket:view", now);
        assert_eq!(decision.reason.name(), reason, "{now}");
        assert_eq!(decision.valid_from, from.map(instant), "{now}");
        assert_eq!(decision.valid_until, until.map(instant), "{now}");
    }
    let granted = ask(&approved(), "desk:ticket:view", "2026-03-06T12:00:00Z").granted_by.expect("something grants it");
    assert_eq!((granted.role, granted.held), (Some(RoleReference::Policy(0)), Holding::AccessGrant));
}

#[test]
fn a_timeline_hops_from_weekday_to_weekday() {
    let request = RequestDraft::privileges("desk:ticket:view", instant("2026-03-01T00:00:00Z"));
    let timeline = policy().timeline(&approved(), &request, instant("2026-04-01T00:00:00Z")).expect("a timeline");
    let open = timeline.segments.iter().map(|segment| segment.decision.is_allowed()).collect::<Vec<_>>();
    assert_eq!(open, [false, true, false, true, false, true, false]);
}

/// What is special about the facts, how to make them so, and the reason of the denial on a weekday of the window.
type Case = (&'static str, fn() -> Facts, &'static str);

#[test]
fn everything_else_is_denied_with_its_reason() {
    let cases: [Case; 9] = [
        ("nobody asked for access", || facts().build(), "no-access-grant"),
        ("it is not granted yet", || with(&grant(RequestStatus::Pending, None)), "request-pending"),
        ("it was revoked", || with(&grant(RequestStatus::Revoked, None)), "grant-revoked"),
        ("it was rejected", || with(&grant(RequestStatus::Rejected, None)), "no-access-grant"),
        ("it is for one company", || with(&grant(RequestStatus::Granted, Some("emea"))), "no-access-grant"),
        ("a member of the customer", || principal(&PrincipalDraft::member("dana")), "no-role-assigned"),
        ("nobody", || principal(&PrincipalDraft::unidentified()), "not-identified"),
        ("a role of another organisation", elsewhere, "no-role-assigned"),
        ("a window that runs backward", backward, "malformed-facts"),
    ];
    for (what, facts, reason) in cases {
        assert_eq!(ask(&facts(), "desk:ticket:view", "2026-03-06T12:00:00Z").reason.name(), reason, "{what}");
    }
    let mut outside = approved();
    outside.role_grants[0].role = TextRange { start: u32::MAX, length: 2 };
    assert_eq!(ask(&outside, "desk:ticket:view", "2026-03-06T12:00:00Z").reason.name(), "malformed-facts");
    for (expression, reason) in [
        ("desk:ticket:edit", "no-privilege"),
        ("desk:ticket:edit || desk:ticket:view", "granted"),
        ("desk:ticket:view +", "malformed-expression"),
    ] {
        assert_eq!(ask(&approved(), expression, "2026-03-06T12:00:00Z").reason.name(), reason, "{expression}");
    }
}

fn with(grant: &AccessGrantDraft<'_>) -> Facts {
    let mut facts = facts();
    facts.access_grant(grant).expect("names");
    facts.build()
}

fn principal(draft: &PrincipalDraft<'_>) -> Facts {
    let mut facts = facts();
    facts.access_grant(&grant(RequestStatus::Granted, None)).expect("names");
    facts.principal(draft).expect("names");
    facts.build()
}

fn elsewhere() -> Facts {
    let mut facts = FactsBuilder::new("initech").expect("names");
    facts.principal(&PrincipalDraft::vendor_employee("sam")).expect("names");
    facts.role_grant(&RoleGrantDraft::of("support-viewer", "umbrella")).expect("names");
    facts.access_grant(&grant(RequestStatus::Granted, None)).expect("names");
    facts.build()
}

fn backward() -> Facts {
    with(&AccessGrantDraft { window: Window { start: 2, end: 2 }, ..grant(RequestStatus::Granted, None) })
}

#[test]
fn a_batch_answers_like_its_requests_alone() {
    let instants = ["2026-03-06T12:00:00Z", "2026-03-07T12:00:00Z", "2026-05-01T00:00:00Z"];
    let drafts = instants.map(|now| RequestDraft::api("view-ticket", instant(now)));
    let mut batch = Requests::default();
    for draft in &drafts {
        batch.push(draft).expect("names");
    }
    let together = policy().check(&approved(), &batch).expect("answers");
    let alone = drafts.map(|draft| policy().check_one(&approved(), &draft).expect("an answer"));
    assert_eq!(together, alone);
    assert!(together[0].is_allowed() && !together[1].is_allowed() && !together[2].is_allowed());
}

#[test]
fn it_judges_no_change() {
    let change = Change::DeleteCustomRole("auditor".into());
    let verdict = policy().review(&approved(), &ChangeFacts::default(), &change, 0).expect("a verdict");
    let Verdict::Refused(rejection) = verdict else { panic!("it lets nobody change anything") };
    assert_eq!(rejection.refusals.iter().map(|refusal| refusal.name()).collect::<Vec<_>>(), ["unsupported-change"]);
}
