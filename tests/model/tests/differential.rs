//! Ten thousand questions that nobody wrote, answered by the rules and by the oracle.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_oracle::proof::compare;
use guestpass_vectors::seed_from_environment;
use std::io::Write;

/// Prints past the test runner, which keeps the words of tests that pass to itself.
macro_rules! report {
    ($($part:tt)*) => { writeln!(std::io::stderr(), $($part)*).expect("standard error can be written") };
}

#[test]
fn the_rules_say_what_the_oracle_says() {
    let seed = seed_from_environment();
    let cases = std::env::var("GUESTPASS_CASES").map_or(10_000, |cases| cases.parse().expect("a number of cases"));
    report!("seed {seed}; repeat with GUESTPASS_SEED={seed}");
    let run = compare(seed, cases, 2, |_| {}).expect("both answer");
    report!("{}\n{} cases: {} differences", run.tally, run.cases, run.differences.len());
    if let Some(first) = run.differences.first() {
        panic!("{} differences with seed {seed}; the first:\n{first}", run.differences.len());
    }
    assert_eq!(run.cases, cases);
    // Questions that never end in some way would prove nothing about it.
    assert_eq!(run.tally.missing(), Vec::<String>::new(), "never occurred with seed {seed}");
}
