//! Every vector, on every engine.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_engines::{Differences, Question, all};
use guestpass_vectors::load;
use std::collections::BTreeSet;
use std::io::Write;

/// Prints past the test runner, which keeps the words of tests that pass to itself.
macro_rules! report {
    ($($part:tt)*) => { writeln!(std::io::stderr(), $($part)*).expect("standard error can be written") };
}

#[test]
fn every_vector_on_every_engine() {
    let vectors = load().expect("the vectors can be read");
    let cases: Vec<_> = vectors.iter().flat_map(|vector| &vector.cases).collect();
    let questions: Vec<_> = cases
        .iter()
        .map(|case| Question { facts: case.facts.clone(), requests: format!("[{}]", case.request) })
        .collect();
    let mut engines = all().expect("every engine starts");
    let compared = Differences::between(&mut engines, &questions).expect("every engine answers");

    for engine in &engines {
        report!("{:<9} {} cases of {} requirements, {}", engine.name(), cases.len(), vectors.len(), engine.digest());
    }
    report!("{} differences", compared.found.len());
    assert_eq!(compared.found, Vec::<String>::new(), "the engines differ");
    let digests: BTreeSet<_> = engines.iter().map(|engine| engine.digest().to_owned()).collect();
    assert_eq!(digests.len(), 1, "the engines did not decide with the same bytes");

    let mut wrong = Vec::new();
    for (case, answer) in cases.iter().zip(compared.answers) {
        let answer = answer.map(|lines| lines.concat());
        wrong.extend(case.judge(&answer).into_iter().map(|difference| format!("{}: {difference}", case.name)));
    }
    assert_eq!(wrong, Vec::<String>::new(), "not what the requirements say");
}
