//! Ten thousand questions that nobody wrote, on every engine, compared byte for byte.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_engines::{Differences, all};
use guestpass_vectors::{generate, seed_from_environment};
use std::collections::BTreeMap;
use std::io::Write;

/// Prints past the test runner, which keeps the words of tests that pass to itself.
macro_rules! report {
    ($($part:tt)*) => { writeln!(std::io::stderr(), $($part)*).expect("standard error can be written") };
}

const CASES: usize = 10_000;

#[test]
fn generated_questions_on_every_engine() {
    let seed = seed_from_environment();
    report!("seed {seed}; repeat with GUESTPASS_SEED={seed}");
    let questions = generate(seed, CASES);
    let mut engines = all().expect("every engine starts");
    let compared = Differences::between(&mut engines, &questions).expect("every engine answers");

    let names: Vec<_> = engines.iter().map(|engine| engine.name()).collect();
    report!("{CASES} cases on {}: {} differences", names.join(", "), compared.found.len());
    if let Some(first) = compared.found.first() {
        panic!("{} differences with seed {seed}; the first:\n{first}", compared.found.len());
    }

    // Questions that all end the same way would prove little.
    let mut reasons = BTreeMap::new();
    for line in compared.answers.iter().flatten().flatten() {
        let reason = line.split(r#""reason":""#).nth(1).and_then(|rest| rest.split('"').next());
        *reasons.entry(reason.expect("a decision has a reason").to_owned()).or_insert(0_u32) += 1;
    }
    report!("{reasons:?}");
    assert!(reasons.len() >= 18, "only {} reasons occur with seed {seed}: {reasons:?}", reasons.len());
}
