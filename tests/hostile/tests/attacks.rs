//! Components that load and then do harm, each ended with its code; afterwards a good one answers.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Policy, Runtime};
use guestpass_hostile::{Attack, Watch, ask, ask_for_change, attacks, harmless, resident_bytes};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How often each is tried in a row.
fn tries(attack: &Attack) -> usize {
    match attack.expected {
        // Each costs a whole deadline.
        _ if attack.waits() => 5,
        // Some of them write all of the memory that they can get.
        "policy-memory" => 100,
        _ => 1_000,
    }
}

fn runtime(deadline: Duration) -> Runtime {
    let description_deadline = Duration::from_millis(200);
    Runtime::new(Limits { deadline, description_deadline, ..Limits::default() }).expect("a runtime")
}

/// Patient enough for a busy machine, on which a good answer may wait its turn.
fn good() -> Policy {
    let component = harmless().and_then(|fixture| fixture.component()).expect("a component");
    runtime(Duration::from_secs(5)).load(&component).expect("it loads")
}

fn answers_well(good: &Policy, after: &str) {
    assert_eq!(ask(good).expect("a question"), "granted", "after {after}");
    assert_eq!(ask_for_change(good).expect("a question"), "accepted", "after {after}");
}

fn outcome(attack: &Attack, runtime: &Runtime, tries: usize) -> String {
    let component = attack.component().expect(attack.what);
    attack.run(runtime, &component, tries).unwrap_or_else(|error| panic!("{}: {error:#}", attack.what))
}

#[test]
fn every_attack_ends_with_its_code_however_often_it_is_tried() {
    let (hasty, patient, good) = (runtime(Duration::from_millis(20)), runtime(Duration::from_secs(1)), good());
    for attack in attacks() {
        let runtime = if attack.waits() { &hasty } else { &patient };
        assert_eq!(outcome(&attack, runtime, tries(&attack)), attack.expected, "{}", attack.what);
        answers_well(&good, attack.what);
    }
}

#[test]
fn endless_work_is_stopped_when_no_limit_was_set() {
    let runtime = Runtime::new(Limits::default()).expect("a runtime");
    for attack in attacks().iter().filter(|attack| attack.expected == "policy-deadline") {
        assert_eq!(outcome(attack, &runtime, 3), attack.expected, "{}", attack.what);
    }
}

#[test]
fn each_runtime_keeps_its_own_limit() {
    // One runtime that would wait for an hour does not make the other wait, nor the other way round.
    let (patient, hasty) = (runtime(Duration::from_secs(3600)), runtime(Duration::ZERO));
    let loops: Vec<_> = attacks().into_iter().filter(|attack| attack.expected == "policy-deadline").collect();
    for attack in &loops {
        assert_eq!(outcome(attack, &hasty, 3), attack.expected, "{}", attack.what);
    }
    let component = harmless().and_then(|fixture| fixture.component()).expect("a component");
    answers_well(&patient.load(&component).expect("it loads"), "the other's deadlines");
}

#[test]
fn endless_work_is_stopped_on_a_loaded_machine() {
    let ended = AtomicBool::new(false);
    let (runtime, good) = (runtime(Duration::from_millis(20)), good());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !ended.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        for attack in attacks().iter().filter(|attack| attack.waits()) {
            // A machine this busy may be too late to start a good description in time, too.
            let component = attack.component().expect(attack.what);
            let end = attack.run(&runtime, &component, 3);
            assert!(end.is_ok_and(|code| code == attack.expected), "{}", attack.what);
        }
        answers_well(&good, "all of it on a loaded machine");
        ended.store(true, Ordering::Relaxed);
    });
}

/// What the process may hold after a hundred attackers that it did not hold before.
const GROWTH_BYTES_MAX: u64 = 64 * 1024 * 1024;

#[test]
fn a_hundred_attackers_at_once_leave_nothing_behind() {
    let (runtime, good) = (runtime(Duration::from_millis(20)), good());
    let loaded: Vec<_> = attacks().iter().map(|attack| (*attack, attack.component().expect(attack.what))).collect();
    // Compilers and allocators keep what they once needed; that is there before the first attack.
    run_all(&runtime, &loaded, 2);
    let before = resident_bytes().expect("statm");
    let watch = Watch::begin();
    run_all(&runtime, &loaded, 100);
    let most = watch.most_bytes().expect("statm").saturating_sub(before);
    answers_well(&good, "a hundred attackers");
    let growth = resident_bytes().expect("statm").saturating_sub(before);
    println!("resident memory: {} KiB more at most, {} KiB more afterwards", most / 1024, growth / 1024);
    assert!(growth < GROWTH_BYTES_MAX, "{growth} bytes more than before");
}

/// Each of so many threads runs every attack once that does not wait for the clock alone.
fn run_all(runtime: &Runtime, attacks: &[(Attack, Vec<u8>)], threads: usize) {
    let policies: Vec<_> = attacks
        .iter()
        .filter(|(attack, _)| !attack.waits())
        .map(|(attack, component)| (attack, runtime.load(component).expect(attack.what)))
        .collect();
    thread::scope(|scope| {
        for first in 0..threads {
            let policies = &policies;
            scope.spawn(move || {
                for (attack, policy) in policies.iter().cycle().skip(first).take(policies.len()) {
                    let question = if attack.asked == guestpass_hostile::Asked::Review { ask_for_change } else { ask };
                    let end = question(policy).expect("a question");
                    // A thread that waits for a processor may also run out of time.
                    assert!(end == attack.expected || end == "policy-deadline", "{}: {end}", attack.what);
                }
            });
        }
    });
}
