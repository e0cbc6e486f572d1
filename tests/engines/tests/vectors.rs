//! Every vector, on every engine.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_engines::{Differences, Question, all};
use guestpass_vectors::{Case, DOCUMENTS, load};
use std::collections::BTreeSet;
use std::io::Write;

/// Prints past the test runner, which keeps the words of tests that pass to itself.
macro_rules! report {
    ($($part:tt)*) => { writeln!(std::io::stderr(), $($part)*).expect("standard error can be written") };
}

#[test]
fn every_vector_on_every_engine() {
    let vectors = load().expect("the vectors can be read");
    let mut asked = 0;
    let mut wrong = Vec::new();
    for document in DOCUMENTS {
        let cases: Vec<&Case> =
            vectors.iter().flat_map(|vector| &vector.cases).filter(|case| case.document == document).collect();
        let mut engines = all(document).expect("every engine starts");
        // Whatever the vectors ask, all engines must have the same policy.
        let questions: Vec<_> = cases.iter().map(|case| Question::from(*case)).chain([Question::Describe]).collect();
        let compared = Differences::between(&mut engines, &questions).expect("every engine answers");

        report!("{}, {} cases", document.file, cases.len());
        for engine in &engines {
            report!("  {:<9} {}", engine.name(), engine.digest());
        }
        assert_eq!(compared.found, Vec::<String>::new(), "the engines differ");
        let digests: BTreeSet<_> = engines.iter().map(|engine| engine.digest().to_owned()).collect();
        assert_eq!(digests.len(), 1, "the engines did not decide with the same bytes");

        asked += cases.len();
        for (case, answer) in cases.iter().zip(compared.answers) {
            let answer = answer.map(|lines| lines.concat());
            wrong.extend(case.judge(&answer).into_iter().map(|difference| format!("{}: {difference}", case.name)));
        }
    }
    report!("{asked} cases of {} requirements, 0 differences", vectors.len());
    assert_eq!(wrong, Vec::<String>::new(), "not what the requirements say");
    assert_eq!(asked, vectors.iter().map(|vector| vector.cases.len()).sum::<usize>(), "a case about no document");
}
