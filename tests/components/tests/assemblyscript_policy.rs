//! The example in AssemblyScript: a component without a generator behind it, which the host loads, asks and believes.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Policy, Provenance, Runtime};
use guestpass_contract::{
    AccessGrantDraft, Change, ChangeFacts, Decision, Facts, FactsBuilder, Gate, GateOutcome, PrincipalDraft, Reason,
    RequestDraft, RequestStatus, Requests, RoleGrantDraft, TextRange, Verdict, Window,
};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

/// Built and loaded once for all tests.
fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| {
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let component = guestpass_components::assemblyscript_policy(scratch).expect("it builds");
        println!("{} bytes", component.len());
        let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
        Runtime::new(limits).and_then(|runtime| runtime.load(&component)).expect("it loads with the limits of a server")
    })
}

/// Sam of the vendor asks about Ägir, whose name is longer than it looks; two windows were approved.
fn facts_of(principal: &PrincipalDraft<'_>, role: &str, windows: &[(i64, i64)]) -> Facts {
    let mut facts = FactsBuilder::new("ägir").expect("names");
    facts.principal(principal).expect("names");
    facts.role_grant(&RoleGrantDraft::of("auditor", "ägir")).expect("names");
    facts.role_grant(&RoleGrantDraft::of(role, "ägir")).expect("names");
    for &(start, end) in windows {
        let window = Window { start, end };
        let grant = AccessGrantDraft { status: RequestStatus::Granted, on_resource: None, window };
        facts.access_grant(&grant).expect("names");
    }
    facts.build()
}

fn sam() -> PrincipalDraft<'static> {
    PrincipalDraft::vendor_employee("sam")
}

const WINDOWS: &[(i64, i64)] = &[(300, 400), (100, 200)];

fn ask(facts: &Facts, privilege: &str, now: i64) -> Decision {
    let request = RequestDraft { explain: true, ..RequestDraft::privileges(privilege, now) };
    policy().check_one(facts, &request).expect("an answer that the host believes")
}

#[test]
fn it_loads_as_a_strangers_component_and_says_what_it_is() {
    assert_eq!(policy().provenance(), Provenance::Custom);
    let info = policy().info();
    assert_eq!((info.name.as_str(), info.roles[0].title.as_str()), ("support-window", "Support viewer"));
    assert_eq!(info.privileges[0].name, "desk:ticket:view");
}

#[test]
fn windows_are_open_between_their_ends() {
    let cases = [
        (99, "window-not-started", None, Some(100)),
        (100, "granted", Some(100), Some(200)),
        (199, "granted", Some(100), Some(200)),
        (200, "window-not-started", Some(200), Some(300)),
        (399, "granted", Some(300), Some(400)),
        (400, "window-ended", Some(400), None),
        (i64::MIN, "window-not-started", None, Some(100)),
        (i64::MAX, "window-ended", Some(400), None),
    ];
    let facts = facts_of(&sam(), "support-viewer", WINDOWS);
    for (now, reason, from, until) in cases {
        let decision = ask(&facts, "desk:ticket:view", now);
        assert_eq!((decision.reason.name(), decision.valid_from, decision.valid_until), (reason, from, until), "{now}");
    }
}

#[test]
fn everything_else_is_denied_with_its_reason() {
    let good = || facts_of(&sam(), "support-viewer", WINDOWS);
    let outside = TextRange { start: u32::MAX, length: 2 };
    let half_a_letter = TextRange { start: 0, length: 1 };
    let broken = |change: fn(&mut Facts, TextRange), range| {
        let mut facts = good();
        change(&mut facts, range);
        facts
    };
    let cases = [
        ("a member", facts_of(&PrincipalDraft::member("sam"), "support-viewer", WINDOWS), "no-role-assigned"),
        ("nobody", facts_of(&PrincipalDraft::unidentified(), "support-viewer", WINDOWS), "not-identified"),
        ("another role", facts_of(&sam(), "support-viewers", WINDOWS), "no-role-assigned"),
        ("no window", facts_of(&sam(), "support-viewer", &[]), "no-access-grant"),
        ("a window that runs backward", facts_of(&sam(), "support-viewer", &[(9, 9)]), "malformed-facts"),
        ("a role outside the text", broken(|it, range| it.role_grants[0].role = range, outside), "malformed-facts"),
        ("half a letter", broken(|it, range| it.organisation = range, half_a_letter), "malformed-facts"),
    ];
    for (what, facts, reason) in cases {
        assert_eq!(ask(&facts, "desk:ticket:view", 150).reason.name(), reason, "{what}");
    }
    assert_eq!(ask(&good(), "desk:ticket:edit", 150).reason, Reason::NoPrivilege);
    assert_eq!(ask(&good(), "desk:ticket:edit", 150).valid_until, Some(200), "then the window speaks first");
}

#[test]
fn it_explains_every_gate() {
    let decision = ask(&facts_of(&PrincipalDraft::member("sam"), "support-viewer", WINDOWS), "desk:ticket:view", 500);
    let gates: Vec<_> = decision.explanation.expect("an explanation").gates;
    let told: Vec<_> = gates.iter().map(|result| (result.gate, result.outcome)).collect();
    let expected = [
        (Gate::WellFormed, GateOutcome::Passed),
        (Gate::Identification, GateOutcome::Passed),
        (Gate::AccessMode, GateOutcome::Failed(Reason::WindowEnded)),
        (Gate::Privilege, GateOutcome::Failed(Reason::NoRoleAssigned)),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_batch_answers_like_its_requests_alone() {
    let facts = facts_of(&sam(), "support-viewer", WINDOWS);
    let drafts: Vec<_> = (0..500).map(|now| RequestDraft::privileges("desk:ticket:view", now)).collect();
    let mut batch = Requests::default();
    for draft in &drafts {
        batch.push(draft).expect("names");
    }
    let together = policy().check(&facts, &batch).expect("answers");
    for (draft, decision) in drafts.iter().zip(&together) {
        assert_eq!(policy().check_one(&facts, draft).expect("an answer"), *decision);
    }
    assert_eq!(together.iter().filter(|decision| decision.is_allowed()).count(), 200);
}

#[test]
fn it_judges_no_change() {
    let facts = facts_of(&sam(), "support-viewer", WINDOWS);
    let change = Change::DeleteCustomRole("auditor".into());
    let verdict = policy().review(&facts, &ChangeFacts::default(), &change, 0).expect("a verdict");
    let Verdict::Refused(rejection) = verdict else { panic!("it lets nobody change anything") };
    assert_eq!(rejection.refusals.iter().map(|refusal| refusal.name()).collect::<Vec<_>>(), ["unsupported-change"]);
}
