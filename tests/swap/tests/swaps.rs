//! Swaps under load, ten thousand swaps, and swaps from many threads at once.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::generations::{Candidate, Expectation, GenerationOptions, Generations};
use guestpass_promises::{Number, Row, cases};
use guestpass_swap_tests::history::{Happened, broken};
use guestpass_swap_tests::{load, policies::Policies, report};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The two candidates, compiled once.
fn candidates(policies: &Policies) -> Vec<Candidate> {
    let runtime = policies.runtime().expect("a runtime");
    let prepare = |component| Candidate::prepare(&runtime, component, &Expectation::default(), &[]);
    policies.good.iter().map(|component| prepare(component).expect("a candidate")).collect()
}

#[test]
fn no_answer_fails_or_is_mixed_while_policies_are_swapped() {
    let policies = Policies::new().expect("policies");
    let differ = policies.expected.values().collect::<Vec<_>>();
    assert_ne!(differ[0], differ[1], "policies that answer alike could be mixed up unnoticed");
    let before = report::resident_kib().expect("a size");
    let outcome = load::run(&policies, Duration::from_secs(30)).expect("swaps");
    println!("{}", report::table(&outcome, [before, report::resident_kib().expect("a size")]));
    assert_eq!((outcome.failed, outcome.mixed), (0, 0));
    assert!(outcome.activated > 1 && outcome.refused > 1, "{outcome:?}");
}

#[test]
fn answers_of_another_policy_are_noticed() {
    let mut policies = Policies::new().expect("policies");
    let mut answers: Vec<_> = policies.expected.values().cloned().collect();
    answers.reverse();
    policies.expected.values_mut().zip(answers).for_each(|(expected, other)| *expected = other);
    let outcome = load::run(&policies, Duration::from_secs(2)).expect("swaps");
    assert!(outcome.mixed > 0, "{outcome:?}");
}

#[test]
fn ten_thousand_swaps_leave_nothing_behind() {
    const KEPT_MAX: usize = 5;
    let policies = Policies::new().expect("policies");
    let candidates = candidates(&policies);
    let options = GenerationOptions { kept_max: KEPT_MAX, ..GenerationOptions::default() };
    let generations = Generations::new(candidates[0].policy().clone(), 0, options);
    let question = &policies.questions[0];
    let mut settled_kib = 0;
    for swap in 0..10_000_usize {
        let pinned = generations.pin();
        generations.activate(candidates[swap % candidates.len()].clone(), 0);
        pinned.check(&question.facts, &question.requests).expect("an answer");
        assert!(generations.status().live <= KEPT_MAX + 1);
        if swap == 2_000 {
            settled_kib = report::resident_kib().expect("a size");
        }
    }
    let end_kib = report::resident_kib().expect("a size");
    println!("resident after 2000 swaps {settled_kib} KiB, after 10000 {end_kib} KiB");
    assert_eq!(generations.status().live, KEPT_MAX);
}

#[test]
fn numbers_rise_and_name_one_policy_each_for_every_thread() {
    let policies = Policies::new().expect("policies");
    let candidates = candidates(&policies);
    let generations = Generations::new(candidates[0].policy().clone(), 0, GenerationOptions::default());
    let named = Mutex::new(BTreeMap::<u64, String>::new());
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        let watch = || {
            let mut last = 0;
            while !ended.load(Ordering::Acquire) {
                let pinned = generations.pin();
                assert!(pinned.number() >= last, "{} after {last}", pinned.number());
                last = pinned.number();
                assert_eq!(pinned.digest(), pinned.policy().digest());
                let mut named = named.lock().expect("no panic");
                let digest = named.entry(last).or_insert_with(|| pinned.digest().to_owned());
                assert_eq!(digest, pinned.digest(), "generation {last} has two policies");
            }
        };
        for _ in 0..4 {
            scope.spawn(watch);
        }
        let activate = |candidate: &Candidate| {
            for _ in 0..5_000 {
                let activated = generations.activate(candidate.clone(), 0);
                assert_eq!(activated.digest(), candidate.digest());
            }
        };
        let activating: Vec<_> = candidates.iter().map(|candidate| scope.spawn(move || activate(candidate))).collect();
        let whole = activating.into_iter().all(|thread| thread.join().is_ok());
        ended.store(true, Ordering::Release);
        assert!(whole, "an activation was not whole");
    });
    assert_eq!(generations.pin().number(), 10_001, "every activation counts once");
}

/// Reliability row 11, with real threads on what really runs: whoever pins gets what was active at some instant of the
/// pinning, as if there were one policy and one moment for each change of it.
#[test]
fn every_pin_lies_between_the_activations_around_it() {
    let policies = Policies::new().expect("policies");
    let candidates = candidates(&policies);
    let generations = Generations::new(candidates[0].policy().clone(), 0, GenerationOptions::default());
    let (start, ended) = (Instant::now(), AtomicBool::new(false));
    let timed = |work: &dyn Fn() -> u64| {
        let begun = start.elapsed();
        let number = work();
        Happened { begun, ended: start.elapsed(), number }
    };
    let each = usize::try_from(cases(5_000, 500_000)).expect("it is a number");
    let (activations, pins) = thread::scope(|scope| {
        let pin = || {
            let mut pins = Vec::new();
            while !ended.load(Ordering::Acquire) && pins.len() < each * 4 {
                pins.push(timed(&|| generations.pin().number()));
            }
            pins
        };
        let pinning: Vec<_> = (0..4).map(|_| scope.spawn(pin)).collect();
        let activate = |candidate: &Candidate| {
            (0..each).map(|_| timed(&|| generations.activate(candidate.clone(), 0).number())).collect::<Vec<_>>()
        };
        let activating: Vec<_> = candidates.iter().map(|candidate| scope.spawn(move || activate(candidate))).collect();
        let activations: Vec<_> = activating.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect();
        ended.store(true, Ordering::Release);
        let pins: Vec<_> = pinning.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect();
        (activations, pins)
    });
    let broken = broken(&activations, &pins);
    let done = format!("pins of 4 threads among {} activations of 2", activations.len());
    let row = Row::new(Number(11), "what is pinned is what is active", done, pins.len() as u64, broken.len() as u64);
    row.hand_over().expect("it is written");
    assert!(broken.is_empty(), "{:?}", &broken[..broken.len().min(5)]);
    assert!(pins.len() > 100, "only {} pins", pins.len());
}
