//! Swaps, refusals and shadows, with real policies.

use super::{
    Candidate, CandidateError, Disagreement, DisagreementKind, Event, Expectation, ExpectedDecision, GenerationOptions,
    Generations, Observer, RollbackError, SHADOW_ERRORS_MAX, SelfTest, SelfTestDifference, Step,
};
use crate::{Limits, Policy, Refusal, Runtime, digest_of};
use guestpass_contract::{
    Change, ChangeFactsBuilder, Effect, Facts, FactsBuilder, PrincipalDraft, Reason, RequestDraft, Requests,
    RoleGrantDraft, RoleSwitch,
};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

const NOW_MS: i64 = 1_800_000_000_000;

fn source(privileges: &str) -> String {
    format!(
        r#"
        name = "example"
        version = "1.0.0"
        contract = "0.2"
        [suites.app]
        summary = "The app"
        [privileges]
        "app:report:view" = "View reports"
        "app:report:edit" = "Edit reports"
        [roles.reader]
        title = "Reader"
        summary = "Reads"
        privileges = [{privileges}]
        [roles.writer]
        title = "Writer"
        summary = "Writes"
        privileges = ["app:report:view", "app:report:edit"]
        "#
    )
}

/// The policy in which a reader may view, and one in which a reader may do nothing of the kind.
fn components() -> &'static [Vec<u8>; 2] {
    static COMPONENTS: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    COMPONENTS.get_or_init(|| {
        [r#""app:report:view""#, r#""app:report:edit""#].map(|privileges| {
            guestpass_compiler::compile("example.toml", &source(privileges)).expect("a policy").component
        })
    })
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        // Tests run side by side on few processors.
        let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
        Runtime::new(limits).expect("a runtime")
    })
}

/// The two policies, compiled once for all tests.
fn policies() -> [Policy; 2] {
    static POLICIES: OnceLock<[Policy; 2]> = OnceLock::new();
    let load = || components().each_ref().map(|component| runtime().load(component).expect("a policy"));
    POLICIES.get_or_init(load).clone()
}

fn candidate(policy: Policy) -> Candidate {
    Candidate::of(policy)
}

fn reader() -> Facts {
    let mut facts = FactsBuilder::new("initech").expect("a short name");
    facts.principal(&PrincipalDraft::member("sam")).expect("a short name");
    facts.role_grant(&RoleGrantDraft::of("reader", "initech")).expect("a short name");
    facts.build()
}

fn view() -> RequestDraft<'static> {
    RequestDraft::privileges("app:report:view", NOW_MS)
}

fn views(count: usize) -> Requests {
    let mut requests = Requests::default();
    for _ in 0..count {
        requests.push(&view()).expect("a short name");
    }
    requests
}

fn self_test(effect: Effect, reason: Option<Reason>) -> SelfTest {
    SelfTest {
        name: "a reader views".to_owned(),
        facts: reader(),
        requests: views(1),
        expected: vec![ExpectedDecision { effect, reason }],
    }
}

/// Generations that write down what they are told.
fn observed(options: GenerationOptions) -> (Generations, Arc<Mutex<Vec<Event>>>) {
    let events = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&events);
    let observer = Observer::new(move |event| noted.lock().expect("no panic").push(event.clone()));
    let [first, _] = policies();
    (Generations::new(first, NOW_MS, GenerationOptions { observer: Some(observer), ..options }), events)
}

fn names(events: &Mutex<Vec<Event>>) -> Vec<&'static str> {
    events.lock().expect("no panic").iter().map(|event| event.step.name()).collect()
}

#[test]
fn a_request_keeps_the_policy_it_pinned() {
    let [first, second] = policies();
    let (generations, events) = observed(GenerationOptions::default());
    let pinned = generations.pin();
    let activated = generations.activate(candidate(second.clone()), NOW_MS + 1);

    assert_eq!((pinned.number(), activated.number(), generations.pin().number()), (1, 2, 2));
    assert!(pinned.check_one(&reader(), &view()).expect("an answer").is_allowed());
    assert!(!generations.pin().check_one(&reader(), &view()).expect("an answer").is_allowed());

    let restored = generations.rollback().expect("the first is kept");
    assert_eq!((restored.number(), restored.digest(), restored.activated_ms()), (1, first.digest(), NOW_MS));
    assert_eq!(generations.rollback().map(|generation| generation.number()), Err(RollbackError::NothingKept));

    let events = events.lock().expect("no panic").clone();
    let digests: Vec<_> = events.iter().map(|event| event.digest.as_deref().expect("a digest")).collect();
    assert_eq!(digests, [first.digest(), second.digest(), first.digest()]);
    assert_eq!(events[1].step, Step::Activated { number: 2, previous: Some(first.digest().to_owned()) });
    assert_eq!(events[2].step, Step::RolledBack { number: 1, from: second.digest().to_owned() });
}

#[test]
fn no_number_is_given_twice() {
    let [first, second] = policies();
    let (generations, _) = observed(GenerationOptions::default());
    generations.activate(candidate(second.clone()), NOW_MS);
    generations.rollback().expect("the first is kept");
    assert_eq!(generations.activate(candidate(first), NOW_MS).number(), 3);
    assert_eq!(generations.rollback_from(2).map(|_| ()), Err(RollbackError::NotActive { expected: 2, active: 3 }));
    assert_eq!(generations.rollback_from(3).map(|generation| generation.number()), Ok(1));
}

#[test]
fn as_many_generations_are_kept_as_were_asked_for() {
    for (kept_max, expected) in [(0, 1), (1, 1), (3, 3), (1000, super::KEPT_MAX)] {
        let [first, second] = policies();
        let options = GenerationOptions { kept_max, ..GenerationOptions::default() };
        let generations = Generations::new(first.clone(), NOW_MS, options);
        let pinned = generations.pin();
        for policy in [first, second].iter().cycle().take(100) {
            generations.activate(candidate(policy.clone()), NOW_MS);
        }
        let status = generations.status();
        assert_eq!(status.previous.len() + 1, expected);
        assert_eq!(status.live, expected + 1, "the kept ones, and the one that is pinned");
        assert_eq!(status.active.number, 101);
        assert!(status.previous.iter().map(|generation| generation.number).eq((102 - expected as u64..101).rev()));
        drop(pinned);
        assert_eq!(generations.status().live, expected);
    }
}

#[test]
fn a_bad_candidate_changes_nothing_and_says_why() {
    let [good, other] = components();
    let wrong = digest_of(good);
    let failing = [self_test(Effect::Deny, None)];
    let otherwise = [self_test(Effect::Allow, Some(Reason::NoRoleRequired))];
    let incomplete = [SelfTest { expected: Vec::new(), ..self_test(Effect::Allow, None) }];
    let endless = vec![self_test(Effect::Allow, None); super::SELF_TESTS_MAX + 1];
    let cases: [(&[u8], Expectation<'_>, &[SelfTest], &str); 7] = [
        (other, Expectation::digest(&wrong), &[], "digest-mismatch"),
        (&good[..good.len() / 2], Expectation::default(), &[], "component-malformed"),
        (&[], Expectation::default(), &[], "component-not-a-component"),
        (good, Expectation::default(), &failing, "candidate-self-test"),
        (good, Expectation::default(), &otherwise, "candidate-self-test"),
        (good, Expectation::default(), &incomplete, "candidate-self-test"),
        (good, Expectation::default(), &endless, "candidate-too-many-self-tests"),
    ];
    let (generations, events) = observed(GenerationOptions::default());
    let before = generations.status();
    for (component, expectation, self_tests, code) in cases {
        let error = generations.prepare(component, &expectation, self_tests).expect_err("it is refused");
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(generations.status(), before);
        let event = events.lock().expect("no panic").pop().expect("an event");
        let expected = expectation.digest.map_or_else(|| digest_of(component), str::to_owned);
        assert_eq!(event.digest, Some(expected));
        assert_eq!(event.step, Step::Refused { code, detail: error.to_string() });
    }
}

#[test]
fn a_failed_self_test_says_what_was_decided() {
    let [good, _] = components();
    let prepare = |test| Candidate::prepare(runtime(), good, &Expectation::default(), &[test]);
    let error = prepare(self_test(Effect::Deny, Some(Reason::NoPrivilege))).expect_err("it fails");
    let message =
        "self-test `a reader views` failed: request 0 was expected to be `deny: no-privilege` and is `allow: granted`";
    assert_eq!(error.to_string(), message);
    let CandidateError::SelfTest(failure) = error else { panic!("{error}") };
    assert!(matches!(failure.difference, SelfTestDifference::Decision { position: 0, effect: Effect::Allow, .. }));
    let candidate = prepare(self_test(Effect::Allow, Some(Reason::Granted))).expect("it passes");
    assert_eq!(candidate.digest(), digest_of(good));
}

#[test]
fn a_shadow_is_counted_and_never_believed() {
    let [_, second] = policies();
    let options = GenerationOptions { samples_max: 2, ..GenerationOptions::default() };
    let (generations, events) = observed(options);
    generations.shadow(candidate(second.clone()));
    for _ in 0..3 {
        assert!(generations.pin().check_one(&reader(), &view()).expect("an answer").is_allowed());
    }
    assert_eq!(generations.pin().check(&reader(), &views(2)).expect("an answer").len(), 2);
    let switch = Change::SwitchRole(RoleSwitch { role: "reader".to_owned(), enabled: false });
    let pinned = generations.pin();
    pinned.review(&reader(), &ChangeFactsBuilder::new().build(), &switch, NOW_MS).expect("a verdict");

    let (ended, report) = generations.end_shadow().expect("a shadow");
    assert_eq!((report.compared, report.errors, report.given_up, report.disagreed()), (6, 0, false, 5));
    assert_eq!(report.disagreements[1], (DisagreementKind::NewlyDenied, 5));
    let sample = Disagreement {
        kind: DisagreementKind::NewlyDenied,
        active_digest: generations.pin().digest().to_owned(),
        organisation: "initech".to_owned(),
        principal: "sam".to_owned(),
        asked: "app:report:view".to_owned(),
        now_ms: NOW_MS,
        active: "allow: granted".to_owned(),
        shadow: "deny: no-privilege".to_owned(),
    };
    assert_eq!(report.samples, vec![sample; 2]);
    // The first, second and fourth disagreement are told, and no other.
    let expected = ["activated", "shadowing", "disagreed", "disagreed", "disagreed", "shadow-ended"];
    assert_eq!(names(&events), expected);

    assert!(generations.end_shadow().is_none());
    assert_eq!(generations.activate(ended, NOW_MS).digest(), second.digest());
}

#[test]
fn a_shadow_is_asked_what_it_would_be_asked_if_it_were_active_or_left_out() {
    let [first, second] = policies();
    let generations = Generations::new(first, NOW_MS, GenerationOptions::default());
    generations.shadow(candidate(second));
    let pinned = generations.pin();
    let reading = |role: &str| {
        let mut facts = FactsBuilder::new("initech").expect("a short name");
        facts.principal(&PrincipalDraft::member("sam")).expect("a short name");
        facts.role_grant(&RoleGrantDraft::of(role, "initech")).expect("a short name");
        facts.build()
    };
    let switch = Change::SwitchRole(RoleSwitch { role: "reader".to_owned(), enabled: false });
    let change_facts = ChangeFactsBuilder::new().build();
    for (own, expected) in [
        (Some(("writer", 1)), [2, 0, 1]),
        (Some(("reader", 1)), [2, 0, 1]),
        // More answers than were asked for cannot be compared.
        (Some(("reader", 2)), [1, 1, 0]),
        (None, [0, 2, 0]),
    ] {
        let before = generations.status().shadow.expect("a shadow");
        let of_shadow = |_: &_| own.map(|(role, count)| (reading(role), views(count)));
        assert!(pinned.check_one_apart(&reader(), &view(), of_shadow).expect("an answer").is_allowed());
        let of_shadow = |_: &_| own.map(|(role, _)| reading(role));
        pinned.review_apart(&reader(), &change_facts, &switch, NOW_MS, of_shadow).expect("a verdict");
        let after = generations.status().shadow.expect("a shadow");
        let counted = [
            after.compared - before.compared,
            after.left_out - before.left_out,
            after.disagreed() - before.disagreed(),
        ];
        assert_eq!(counted, expected, "{own:?}");
    }
}

#[test]
fn a_shadow_is_asked_every_so_often() {
    let [first, second] = policies();
    let options = GenerationOptions { shadow_every: 4, ..GenerationOptions::default() };
    let generations = Generations::new(first, NOW_MS, options);
    generations.shadow(candidate(second));
    for _ in 0..10 {
        generations.pin().check_one(&reader(), &view()).expect("an answer");
    }
    assert_eq!(generations.status().shadow.expect("a shadow").compared, 3);
}

#[test]
fn a_shadow_that_fails_is_counted_and_given_up() {
    let hasty = Runtime::new(Limits { deadline: Duration::ZERO, answer_bytes_max: 1, ..Limits::default() });
    let failing = hasty.expect("a runtime").load(&components()[1]).expect("a policy");
    let [first, _] = policies();
    let generations = Generations::new(first, NOW_MS, GenerationOptions::default());
    generations.shadow(candidate(failing));
    for _ in 0..SHADOW_ERRORS_MAX + 5 {
        assert!(generations.pin().check_one(&reader(), &view()).expect("an answer").is_allowed());
    }
    let report = generations.status().shadow.expect("a shadow");
    assert_eq!((report.compared, report.errors, report.given_up), (0, SHADOW_ERRORS_MAX, true));
    assert!(report.last_error.is_some());
}

#[test]
fn an_observer_may_swap_and_look() {
    let [first, second] = policies();
    let generations = Arc::new(OnceLock::<Generations>::new());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (own, told) = (Arc::clone(&generations), Arc::clone(&seen));
    let observer = Observer::new(move |event| {
        let Some(generations) = own.get() else { return };
        told.lock().expect("no panic").push((event.step.name(), generations.status().active.number));
        if matches!(event.step, Step::Activated { .. }) {
            generations.rollback().expect("the first is kept");
        }
    });
    let options = GenerationOptions { observer: Some(observer), ..GenerationOptions::default() };
    let started = Generations::new(first, NOW_MS, options);
    generations.set(started.clone()).expect("the first time");
    started.activate(candidate(second), NOW_MS);
    assert_eq!(started.pin().number(), 1);
    assert_eq!(*seen.lock().expect("no panic"), [("activated", 2), ("rolled-back", 1)]);
}

#[test]
fn a_runtime_of_the_policy_loads_the_next() {
    let (generations, events) = observed(GenerationOptions::default());
    let prepared = generations.prepare(&components()[1], &Expectation::default(), &[]).expect("a candidate");
    assert!(matches!(
        prepared.policy().runtime().load(&[]).map_err(|error| error.refusal()),
        Err(Refusal::NotAComponent)
    ));
    assert_eq!(names(&events), ["activated", "prepared"]);
}
