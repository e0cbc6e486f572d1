//! What is known to be interesting holds, and each property can fail.

#![cfg(test)]
#![forbid(unsafe_code)]

use std::collections::BTreeSet;

use guestpass_fuzz::{TARGETS, Target, corpus};

fn inputs(target: &Target) -> Vec<Vec<u8>> {
    let seeds = (target.seeds)().unwrap_or_else(|error| panic!("{}: {error:#}", target.name));
    let corpus = corpus(target.name).unwrap_or_else(|error| panic!("{}: {error:#}", target.name));
    [seeds, corpus].concat()
}

fn shown(input: &[u8]) -> String {
    String::from_utf8_lossy(input).chars().take(400).collect()
}

/// Of the seeds some are accepted and some refused: else they would leave out half of the property.
#[test]
fn seeds_and_corpus_hold() {
    let mut failures = Vec::new();
    for target in TARGETS {
        let mut reached = BTreeSet::new();
        if corpus(target.name).is_ok_and(|kept| kept.is_empty()) {
            failures.push(format!("{}: what the fuzzer has found is gone", target.name));
        }
        for input in inputs(target) {
            match (target.judge)(&input) {
                Ok(found) => drop(reached.insert(found)),
                Err(broken) => failures.push(format!("{} does not hold: {broken}\n{}", target.name, shown(&input))),
            }
        }
        if reached.len() < 2 {
            failures.push(format!("{}: all seeds are {reached:?}", target.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// The planted fault of each target is found among its seeds.
#[test]
fn faults_are_found() {
    for target in TARGETS {
        let is_found = inputs(target).iter().any(|input| (target.judge_spoiled)(input).is_err());
        assert!(is_found, "{}: {} goes unnoticed", target.name, target.fault);
    }
}

#[test]
fn nothing_and_anything_short_holds() {
    for target in TARGETS {
        target.hold(&[]);
        for byte in 0..=u8::MAX {
            target.hold(&[byte]);
            target.hold(&[byte, b'{', byte]);
        }
    }
}

#[test]
fn names_are_of_one_target_each() {
    let names: BTreeSet<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(names.len(), TARGETS.len());
    assert!(TARGETS.iter().all(|target| !target.property.is_empty()));
}
