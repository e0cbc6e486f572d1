//! The same policy through wasmtime's canonical ABI and through ours: a real component, facts both sensible and not.

#![cfg(test)]
#![forbid(unsafe_code)]

mod core_guest;
mod sensible;
#[path = "../abi/strategies/mod.rs"]
#[expect(dead_code, reason = "answers are generated for the other proof only")]
mod strategies;

use std::cell::RefCell;
use std::collections::BTreeSet;

use core_guest::CoreGuest;
use guestpass_browser::abi;
use guestpass_contract::{
    Change, ChangeFacts, Decision, EVALUATION_INTERFACE, Facts, InstantMs, PolicyInfo, Requests, Verdict,
};
use proptest::prelude::{ProptestConfig, any, prop_assert_eq};
use proptest::test_runner::TestRunner;
use wasmtime::component::{Component, Instance, Linker, TypedFunc};
use wasmtime::{Config, Engine, Store};

const CASES: u32 = 2_000;
const FLEXERA_ONE: &str = include_str!("../../../../guest/policies/flexera-one.toml");

fn policy() -> Vec<u8> {
    guestpass_compiler::compile("flexera-one.toml", FLEXERA_ONE).expect("the ready document compiles").component
}

type Check = TypedFunc<(Facts, Requests), (Vec<Decision>,)>;
type Review = TypedFunc<(Facts, ChangeFacts, Change, InstantMs), (Verdict,)>;

/// The component as wasmtime runs it.
struct Reference {
    store: Store<()>,
    describe: TypedFunc<(), (PolicyInfo,)>,
    check: Check,
    review: Review,
}

impl Reference {
    fn start(component: &[u8]) -> Self {
        let mut config = Config::new();
        config.concurrency_support(false);
        let engine = Engine::new(&config).expect("an engine");
        let component = Component::new(&engine, component).expect("a component");
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine).instantiate(&mut store, &component).expect("it imports nothing");
        let (_, interface) = instance.get_export(&mut store, None, EVALUATION_INTERFACE).expect("the interface");
        let mut function = |name: &str| {
            let (_, index) = instance.get_export(&mut store, Some(&interface), name).expect("the function");
            index
        };
        let (describe, check, review) = (function("describe"), function("check"), function("review"));
        Self {
            describe: typed(&instance, &mut store, describe),
            check: typed(&instance, &mut store, check),
            review: typed(&instance, &mut store, review),
            store,
        }
    }
}

fn typed<P, R>(
    instance: &Instance,
    store: &mut Store<()>,
    index: wasmtime::component::ComponentExportIndex,
) -> TypedFunc<P, R>
where
    P: wasmtime::component::ComponentNamedList + wasmtime::component::Lower,
    R: wasmtime::component::ComponentNamedList + wasmtime::component::Lift,
{
    instance.get_typed_func(store, index).expect("the contract's types")
}

#[test]
fn descriptions_are_equal() {
    let component = policy();
    let mut reference = Reference::start(&component);
    let expected = reference.describe.call(&mut reference.store, ()).expect("an answer").0;
    expected.verify().expect("a sound description");
    let mut guest = CoreGuest::start(&component);
    for _ in 0..10 {
        assert_eq!(abi::describe(&mut guest).as_ref(), Ok(&expected));
    }
    assert!(expected.roles.len() > 3 && expected.privileges.len() > 10, "the policy is too small to prove much");
}

#[test]
fn decisions_and_verdicts_are_equal() {
    let component = policy();
    let reference = RefCell::new(Reference::start(&component));
    let guest = RefCell::new(CoreGuest::start(&component));
    let names = sensible::names(&abi::describe(&mut *guest.borrow_mut()).expect("a description"));
    let granted = RefCell::new(0_usize);
    let verdicts = RefCell::new(BTreeSet::new());

    let mut runner = TestRunner::new(ProptestConfig::with_cases(CASES));
    let asked = (strategies::facts(), strategies::requests());
    let proposed = (strategies::change_facts(), strategies::change(), any::<i64>());
    let outcome = runner.run(&(asked, proposed, any::<bool>()), |(asked, proposed, make_sensible)| {
        let ((mut facts, mut requests), (mut change_facts, mut change, now)) = (asked, proposed);
        if make_sensible {
            sensible::facts(&mut facts, &names);
            sensible::requests(&mut requests, &names);
            sensible::change_facts(&mut change_facts, &names);
            sensible::change(&mut change, &names);
        }
        let reference = &mut *reference.borrow_mut();
        let guest = &mut *guest.borrow_mut();

        let arguments = (facts.clone(), requests.clone());
        let expected = reference.check.call(&mut reference.store, arguments).expect("an answer").0;
        let decisions = abi::check(guest, &facts, &requests).expect("an answer");
        prop_assert_eq!(&decisions, &expected);
        *granted.borrow_mut() += decisions.iter().filter(|decision| decision.granted_by.is_some()).count();

        let arguments = (facts.clone(), change_facts.clone(), change.clone(), now);
        let expected = reference.review.call(&mut reference.store, arguments).expect("an answer").0;
        let verdict = abi::review(guest, &facts, &change_facts, &change, now).expect("an answer");
        prop_assert_eq!(&verdict, &expected);
        verdicts.borrow_mut().extend(reasons_of(&verdict));
        Ok(())
    });
    outcome.expect("no difference");
    assert!(*granted.borrow() > 50, "only {} requests were granted", granted.borrow());
    let verdicts = verdicts.borrow();
    println!("{} decisions granted; verdicts: {verdicts:?}", granted.borrow());
    assert!(verdicts.len() > 8, "the verdicts say little: {verdicts:?}");
}

/// The words of a verdict.
fn reasons_of(verdict: &Verdict) -> Vec<&'static str> {
    match verdict {
        Verdict::Accepted(_) => vec!["accepted"],
        Verdict::Refused(rejection) => rejection.refusals.iter().map(|refusal| refusal.name()).collect(),
    }
}
