//! Components that load and then misbehave: each call ends with its code, and the next good call is answered.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Policy, Provenance, Runtime};
use guestpass_browser_tests::Fixture;
use guestpass_contract::{
    Acceptance, Decision, Effect, Explanation, GrantedBy, Reason, Refusal, Rejection, RoleReference, Verdict, Warning,
    Window,
};
use guestpass_hostile::{NOW_MS, accepted, allowed, ask, ask_for_change, harmless, info};
use std::time::{Duration, Instant};

/// What is wrong with a decision, and how to make it so.
type Lie = (&'static str, fn(&mut Decision));

fn check(what: &str, fixture: Fixture, expected: &str) {
    misbehaves(what, fixture, ask, expected);
}

fn review(what: &str, fixture: Fixture, expected: &str) {
    misbehaves(what, fixture, ask_for_change, expected);
}

/// Patient enough for a busy machine, on which a good answer may wait its turn; an endless loop costs this much each
/// time.
fn runtime() -> Runtime {
    Runtime::new(Limits { deadline: Duration::from_millis(250), ..Limits::default() }).expect("a runtime")
}

fn misbehaves(what: &str, fixture: Fixture, ask_bad: fn(&Policy) -> anyhow::Result<String>, expected: &str) {
    let runtime = runtime();
    let bad = runtime.load(&fixture.component().expect(what)).expect(what);
    let good = runtime.load(&harmless().expect("a fixture").component().expect("a component")).expect("it loads");
    for _ in 0..10 {
        let started = Instant::now();
        assert_eq!(ask_bad(&bad).expect("a question"), expected, "{what}");
        assert!(started.elapsed().as_secs() < 5, "{what} took {:?}", started.elapsed());
        assert_eq!(ask(&good).expect("a question"), "granted", "after: {what}");
        assert_eq!(ask_for_change(&good).expect("a question"), "accepted", "after: {what}");
    }
}

fn fixture() -> Fixture {
    harmless().expect("a fixture")
}

#[test]
fn bad_calls_end_with_their_codes() {
    check("an endless loop", fixture().before_check("(loop (br 0))"), "policy-deadline");
    check("a memory bomb", fixture().before_check("(drop (memory.grow (i32.const 250)))"), "policy-memory");
    check(
        "more memory than declared",
        fixture().before_check("(drop (memory.grow (i32.const 60000)))"),
        "policy-memory",
    );
    check("unreachable", fixture().before_check("unreachable"), "policy-trapped");
    check(
        "division by zero",
        fixture().before_check("(drop (i32.div_u (i32.const 1) (i32.const 0)))"),
        "policy-trapped",
    );
    check("out of bounds", fixture().before_check("(drop (i32.load (i32.const -8)))"), "policy-trapped");
    check("an answer out of bounds", fixture().check_with("i32.const -8"), "policy-answer-unreadable");
    let deep =
        fixture().with("(func $deep (param i64 i64 i64) (call $deep (local.get 0) (local.get 1) (local.get 2)))");
    check(
        "endless recursion",
        deep.before_check("(call $deep (i64.const 1) (i64.const 2) (i64.const 3))"),
        "policy-stack",
    );
}

#[test]
fn bad_reviews_end_with_their_codes() {
    review("an endless loop", fixture().before_review("(loop (br 0))"), "policy-deadline");
    review("a memory bomb", fixture().before_review("(drop (memory.grow (i32.const 250)))"), "policy-memory");
    review("unreachable", fixture().before_review("unreachable"), "policy-trapped");
    review("an answer out of bounds", fixture().review_with("i32.const -8"), "policy-answer-unreadable");
    // A verdict of a third kind, and a refusal with a hundred million reasons.
    review("no verdict", fixture().review_with(&stored(&[2])), "policy-answer-unreadable");
    review("a huge list", fixture().review_with(&stored(&[1, 0, 100_000_000])), "policy-answer-unreadable");
}

/// Stores words where nothing else lies and leaves their address.
fn stored(words: &[i32]) -> String {
    let store = |(word, position): (&i32, i32)| format!("(i32.store (i32.const {position}) (i32.const {word}))");
    let stores: String = words.iter().zip((65_000..).step_by(4)).map(store).collect();
    format!("{stores} i32.const 65000")
}

#[test]
fn a_huge_answer_is_cut_off() {
    // A list that claims a hundred million decisions.
    let body = "(i32.store (i32.const 65000) (i32.const 0)) (i32.store (i32.const 65004) (i32.const 100000000)) i32.const 65000";
    check("a huge list", fixture().check_with(body), "policy-answer-unreadable");
}

#[test]
fn lies_are_found() {
    let lies: [Lie; 11] = [
        ("deny and granted", |it| it.effect = Effect::Deny),
        ("allow and denied", |it| it.reason = Reason::NoPrivilege),
        ("granted by nothing", |it| it.granted_by = None),
        ("a role that is not there", |it| {
            it.granted_by = it.granted_by.map(|by| GrantedBy { role: Some(RoleReference::Policy(7)), ..by });
        }),
        ("a privilege that is not there", |it| {
            it.granted_by = it.granted_by.map(|by| GrantedBy { privilege: Some(7), ..by });
        }),
        ("no privilege for a request that names one", |it| {
            it.granted_by = it.granted_by.map(|by| GrantedBy { privilege: None, ..by });
        }),
        ("a custom role that is not there", |it| {
            it.granted_by = it.granted_by.map(|by| GrantedBy { role: Some(RoleReference::Custom(0)), ..by });
        }),
        ("an explanation that nobody asked for", |it| {
            it.explanation = Some(Explanation { gates: Vec::new(), remedies: Vec::new() });
        }),
        ("no longer valid", |it| it.valid_until = Some(NOW_MS)),
        ("not yet valid", |it| it.valid_from = Some(NOW_MS + 1)),
        ("field groups that are not there", |it| it.hidden_field_groups = 1),
    ];
    for (what, tell) in lies {
        let mut decision = allowed();
        tell(&mut decision);
        check(what, Fixture::new(&info(), &[decision]).expect(what), "policy-answer-untrue");
    }
    check("no answer", Fixture::new(&info(), &[]).expect("none"), "policy-answer-count");
    check("two answers", Fixture::new(&info(), &[allowed(), allowed()]).expect("two"), "policy-answer-count");
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
        review(what, fixture().judging(&lie).expect(what), "policy-answer-untrue");
    }
    let honest = refused(&[Refusal::NotPermitted, Refusal::NotFound], Some(Reason::NoPrivilege));
    review("the truth", fixture().judging(&honest).expect("a fixture"), "not-permitted,not-found");
}

#[test]
fn a_custom_component_remembers_nothing() {
    // It traps unless it has never been called before.
    let counting = fixture()
        .with("(global $calls (mut i32) (i32.const 0))")
        .before_check("(if (global.get $calls) (then unreachable)) (global.set $calls (i32.const 1))")
        .before_review("(if (global.get $calls) (then unreachable)) (global.set $calls (i32.const 1))");
    let policy = runtime().load(&counting.component().expect("a component")).expect("it loads");
    assert_eq!(policy.provenance(), Provenance::Custom);
    for call in 0..1_000 {
        assert_eq!(ask(&policy).expect("a question"), "granted", "call {call}");
        assert_eq!(ask_for_change(&policy).expect("a question"), "accepted", "call {call}");
    }
}
