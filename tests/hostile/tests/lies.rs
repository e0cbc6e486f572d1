//! Components that lie, one for each field that a host checks (reliability row 19): none is believed.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{CheckError, Limits, Runtime};
use guestpass_browser_tests::Fixture;
use guestpass_contract::{
    Acceptance, AppLevel, Assigner, AttributeInfo, AttributeType, Decision, Effect, Explanation, FieldGroupInfo, Gate,
    GateOutcome, GateResult, GrantedBy, Holding, LimitInfo, LyingDecision, PolicyInfo, PrivilegeInfo, Reach, Reason,
    Refusal, Rejection, Remedy, RemedySet, RequestDraft, RolePrivilege, RoleReference, TargetDraft, Verdict, Warning,
    Window,
};
use guestpass_hostile::{NOW_MS, accepted, allowed, ask, ask_for_change, harmless, info, question};
use std::collections::BTreeSet;
use std::time::Duration;

fn runtime() -> Runtime {
    Runtime::new(Limits { deadline: Duration::from_secs(1), ..Limits::default() }).expect("a runtime")
}

/// What is wrong with a decision, and how the host finds out.
type Lie = (LyingDecision, fn(&mut Decision));

/// Lies about a request that wants no explanation.
const PLAIN: &[Lie] = &[
    (LyingDecision::EffectAgainstReason, |it| it.effect = Effect::Deny),
    (LyingDecision::EffectAgainstReason, |it| it.reason = Reason::NoPrivilege),
    (LyingDecision::GrantedByNothing, |it| it.granted_by = None),
    (LyingDecision::GrantedWithoutReason, |it| it.reason = Reason::NoRoleRequired),
    (LyingDecision::UnknownRole, |it| granted(it).role = Some(RoleReference::Policy(1))),
    (LyingDecision::UnknownCustomRole, |it| granted(it).role = Some(RoleReference::Custom(0))),
    (LyingDecision::UnknownPrivilege, |it| granted(it).privilege = Some(1)),
    (LyingDecision::PrivilegeMissing, |it| granted(it).privilege = None),
    (LyingDecision::HoldingAgainstRole, |it| granted(it).role = None),
    (LyingDecision::HoldingAgainstRole, |it| granted(it).held = Holding::FullAccess),
    (LyingDecision::NotYetValid, |it| it.valid_from = Some(NOW_MS + 1)),
    (LyingDecision::NotYetValid, |it| it.valid_from = Some(i64::MAX)),
    (LyingDecision::NoLongerValid, |it| it.valid_until = Some(NOW_MS)),
    (LyingDecision::NoLongerValid, |it| it.valid_until = Some(i64::MIN)),
    (LyingDecision::DenialHidesFields, |it| (*it, it.hidden_field_groups) = (denied(), 1)),
    (LyingDecision::UnknownFieldGroup, |it| it.hidden_field_groups = 1),
    (LyingDecision::UnknownFieldGroup, |it| it.hidden_field_groups = u64::MAX),
    (LyingDecision::ExplanationUnasked, |it| it.explanation = Some(explained(&[]))),
];

/// Lies about a request that wants one.
const EXPLAINED: &[Lie] = &[
    (LyingDecision::ExplanationMissing, |_| {}),
    (LyingDecision::GatesOutOfOrder, |it| {
        it.explanation = Some(explained(&[(Gate::Privilege, GateOutcome::Passed), (Gate::Sso, GateOutcome::Passed)]));
    }),
    (LyingDecision::GatesOutOfOrder, |it| {
        it.explanation = Some(explained(&[(Gate::Sso, GateOutcome::Passed), (Gate::Sso, GateOutcome::Passed)]));
    }),
    (LyingDecision::AllowedThroughFailedGate, |it| {
        it.explanation = Some(explained(&[(Gate::Sso, GateOutcome::Failed(Reason::SsoNotEnabled))]));
    }),
    (LyingDecision::GateAgainstReason, |it| {
        *it = denied();
        it.explanation = Some(explained(&[(Gate::Sso, GateOutcome::Failed(Reason::SsoNotEnabled))]));
    }),
    (LyingDecision::RemediesForAllowed, |it| it.explanation = Some(remedied(1, &[Remedy::EnableSso]))),
    (LyingDecision::TooManyRemedySets, |it| denied_but(it, remedied(9, &[Remedy::EnableSso]))),
    (LyingDecision::EmptyRemedySet, |it| denied_but(it, remedied(1, &[]))),
    (LyingDecision::UnknownInRemedy, |it| denied_but(it, remedied(1, &[Remedy::BuyEntitlement(1)]))),
    (LyingDecision::UnknownInRemedy, |it| denied_but(it, remedied(1, &[Remedy::AssignRole(1)]))),
    (LyingDecision::UnknownInRemedy, |it| {
        denied_but(it, remedied(1, &[Remedy::EnableSso, Remedy::ExtendRole(RoleReference::Custom(0))]));
    }),
];

fn granted(decision: &mut Decision) -> &mut GrantedBy {
    decision.granted_by.as_mut().expect("an allowed decision")
}

fn denied() -> Decision {
    Decision { effect: Effect::Deny, reason: Reason::NoPrivilege, granted_by: None, ..allowed() }
}

fn denied_but(decision: &mut Decision, explanation: Explanation) {
    *decision = Decision { explanation: Some(explanation), ..denied() };
}

fn explained(gates: &[(Gate, GateOutcome)]) -> Explanation {
    let gates = gates.iter().map(|&(gate, outcome)| GateResult { gate, outcome }).collect();
    Explanation { gates, remedies: Vec::new() }
}

fn remedied(sets: usize, remedies: &[Remedy]) -> Explanation {
    Explanation { gates: Vec::new(), remedies: vec![RemedySet { remedies: remedies.to_vec() }; sets] }
}

#[test]
fn every_lie_about_a_decision_is_found() {
    let runtime = runtime();
    let good = runtime.load(&harmless().and_then(|it| it.component()).expect("a component")).expect("it loads");
    let (facts, _) = question().expect("a question");
    let mut found = BTreeSet::new();
    for (explain, lies) in [(false, PLAIN), (true, EXPLAINED)] {
        for (expected, tell) in lies {
            let mut decision = allowed();
            tell(&mut decision);
            let liar = Fixture::new(&info(), &[decision]).and_then(|it| it.component()).expect("a component");
            let liar = runtime.load(&liar).expect("it describes itself truly");
            let target = TargetDraft::Privileges("saas:application:view");
            let request = RequestDraft { target, on_resource: None, now: NOW_MS, explain };
            let error = liar.check_one(&facts, &request).expect_err("a lie");
            assert_eq!(error, CheckError::Lying { position: 0, lie: *expected });
            assert_eq!(error.code(), "policy-answer-untrue");
            assert_eq!(ask(&good).expect("a question"), "granted", "after {expected:?}");
            found.insert(*expected);
        }
    }
    assert_eq!(found.len(), found.iter().map(|lie| number(*lie)).max().expect("lies") + 1, "{found:?}");
}

/// A new kind of lie does not compile here until it has a number, and then it needs a component that tells it.
fn number(lie: LyingDecision) -> usize {
    match lie {
        LyingDecision::EffectAgainstReason => 0,
        LyingDecision::GrantedByNothing => 1,
        LyingDecision::GrantedWithoutReason => 2,
        LyingDecision::UnknownRole => 3,
        LyingDecision::UnknownCustomRole => 4,
        LyingDecision::UnknownPrivilege => 5,
        LyingDecision::PrivilegeMissing => 6,
        LyingDecision::HoldingAgainstRole => 7,
        LyingDecision::NotYetValid => 8,
        LyingDecision::NoLongerValid => 9,
        LyingDecision::DenialHidesFields => 10,
        LyingDecision::UnknownFieldGroup => 11,
        LyingDecision::ExplanationMissing => 12,
        LyingDecision::ExplanationUnasked => 13,
        LyingDecision::GatesOutOfOrder => 14,
        LyingDecision::AllowedThroughFailedGate => 15,
        LyingDecision::GateAgainstReason => 16,
        LyingDecision::RemediesForAllowed => 17,
        LyingDecision::TooManyRemedySets => 18,
        LyingDecision::EmptyRemedySet => 19,
        LyingDecision::UnknownInRemedy => 20,
    }
}

/// What the message names, and how the description is broken.
type LieAboutItself = (&'static str, fn(&mut PolicyInfo));

#[test]
fn every_lie_about_the_policy_itself_is_found() {
    let lies: [LieAboutItself; 19] = [
        ("version `0.1.0`", |it| it.contract_version = "0.1.0".into()),
        ("version `0.3.0`", |it| it.contract_version = "0.3.0".into()),
        ("version ``", |it| it.contract_version.clear()),
        ("digest of the policy document", |it| it.source_digest.clear()),
        ("digest of the policy document", |it| it.source_digest = "A".repeat(64)),
        ("roles has no name", |it| it.roles[0].name.clear()),
        ("roles are named `viewer`", |it| it.roles.push(it.roles[0].clone())),
        ("role `viewer` gives a privilege", |it| it.roles[0].privileges[0].privilege = 1),
        ("role `viewer` are not in rising order", |it| {
            it.roles[0].privileges = vec![RolePrivilege { privilege: 0, reach: Reach::Own, condition: None }; 2];
        }),
        ("role `viewer` has a condition", |it| it.roles[0].privileges[0].condition = Some(0)),
        ("role `viewer` has a condition", |it| it.roles[0].holder_condition = Some(0)),
        ("role `viewer` may be assigned", |it| {
            it.roles[0].assigned_by = Some(vec![Assigner { role: 1, needs_grant: false }]);
        }),
        ("role `viewer` has a level", |it| it.roles[0].level = AppLevel::Full),
        ("privilege `view` is not of the form", |it| it.privileges[0].name = "view".into()),
        ("out of byte order at `a:b:c`", |it| it.privileges.push(privilege("a:b:c"))),
        ("privileges are named", |it| it.privileges.push(it.privileges[0].clone())),
        ("field group `money` names a privilege", |it| it.field_groups.push(money(1))),
        ("257 attributes", |it| {
            let attribute = |number| AttributeInfo { name: format!("context.a{number}"), holds: AttributeType::Text };
            it.attributes = (0..257).map(attribute).collect();
        }),
        ("limits are named `people`", |it| {
            it.limits = vec![LimitInfo { name: "people".into(), maximum: None }; 2];
        }),
    ];
    let runtime = runtime();
    for (named, tell) in lies {
        let mut info = info();
        tell(&mut info);
        let liar = Fixture::new(&info, &[allowed()]).and_then(|it| it.component()).expect("a component");
        let error = runtime.load(&liar).expect_err(named);
        assert_eq!(error.refusal(), guestpass::Refusal::Description, "{named}: {error}");
        assert!(error.to_string().contains(named), "`{named}` is not in `{error}`");
    }
}

fn privilege(name: &str) -> PrivilegeInfo {
    PrivilegeInfo { name: name.to_owned(), summary: String::new() }
}

fn money(shown_by: u16) -> FieldGroupInfo {
    let (name, summary) = ("money".to_owned(), String::new());
    FieldGroupInfo { name, summary, fields: Vec::new(), shown_by: vec![shown_by], on: Vec::new() }
}

#[test]
fn lies_about_changes_are_found() {
    let acceptance = |change: fn(&mut Acceptance)| {
        let mut acceptance = accepted();
        change(&mut acceptance);
        Verdict::Accepted(acceptance)
    };
    let refused = |refusals: &[Refusal], denial| Verdict::Refused(Rejection { refusals: refusals.to_vec(), denial });
    let lies = [
        ("warnings out of order", acceptance(|it| it.warnings = vec![Warning::NoChange, Warning::DualListed])),
        ("a warning twice", acceptance(|it| it.warnings = vec![Warning::NoChange, Warning::NoChange])),
        ("a role without a name", acceptance(|it| it.roles = vec![String::new()])),
        ("access that ends before it begins", acceptance(|it| it.access = Some(Window { start: 1, end: 1 }))),
        ("refused for nothing", refused(&[], None)),
        ("reasons out of order", refused(&[Refusal::NotFound, Refusal::Malformed], None)),
        ("a reason twice", refused(&[Refusal::NotFound, Refusal::NotFound], None)),
        ("not permitted without a denial", refused(&[Refusal::NotPermitted], None)),
        ("a denial that nobody spoke of", refused(&[Refusal::NotFound], Some(Reason::NoPrivilege))),
        ("a denial that allows", refused(&[Refusal::NotPermitted], Some(Reason::Granted))),
    ];
    for (what, lie) in lies {
        assert_eq!(reviewed(&lie), "policy-answer-untrue", "{what}");
    }
    let honest = refused(&[Refusal::NotPermitted, Refusal::NotFound], Some(Reason::NoPrivilege));
    assert_eq!(reviewed(&honest), "not-permitted,not-found", "the truth");
}

fn reviewed(verdict: &Verdict) -> String {
    let component = harmless().and_then(|it| it.judging(verdict)).and_then(|it| it.component()).expect("a component");
    ask_for_change(&runtime().load(&component).expect("it describes itself truly")).expect("a question")
}

#[test]
fn more_or_fewer_decisions_than_requests_are_found() {
    for decisions in [vec![], vec![allowed(); 2], vec![allowed(); 4_096]] {
        let liar = Fixture::new(&info(), &decisions).and_then(|it| it.component()).expect("a component");
        let liar = runtime().load(&liar).expect("it describes itself truly");
        assert_eq!(ask(&liar).expect("a question"), "policy-answer-count", "{} for one request", decisions.len());
    }
}
