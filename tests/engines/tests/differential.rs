//! Ten thousand questions that nobody wrote, about every document, on every engine, compared byte for byte.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_engines::{Answer, Differences, Question, all};
use guestpass_vectors::{DOCUMENTS, generate, seed_from_environment};
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
    let generated = generate(seed, CASES);
    let mut words = BTreeMap::new();
    let mut asked = 0;
    for document in DOCUMENTS {
        let about = generated.iter().filter(|question| question.stem == document.stem);
        let questions: Vec<_> = about.cloned().map(Question::from).collect();
        let mut engines = all(document).expect("every engine starts");
        let compared = Differences::between(&mut engines, &questions).expect("every engine answers");
        let names: Vec<_> = engines.iter().map(|engine| engine.name()).collect();
        let (file, cases, differences) = (document.file, questions.len(), compared.found.len());
        report!("{file:<22} {cases:>5} cases on {}: {differences} differences", names.join(", "));
        if let Some(first) = compared.found.first() {
            panic!("{differences} differences with seed {seed}; the first:\n{first}");
        }
        asked += cases;
        compared.answers.iter().for_each(|answer| count_words(answer, &mut words));
    }
    assert_eq!(asked, CASES, "a question about no document");

    // Questions that all end the same way would prove little.
    report!("{words:?}");
    for (kind, least) in [("reason", 24), ("refusal", 20), ("warning", 3)] {
        let different = words.keys().filter(|(of, _)| *of == kind).count();
        assert!(different >= least, "only {different} words of the kind `{kind}` occur with seed {seed}: {words:?}");
    }
}

/// Counts the reasons, refusals and warnings of an answer.
fn count_words(answer: &Answer, words: &mut BTreeMap<(&'static str, String), u32>) {
    for line in answer.iter().flatten() {
        let answer: serde_json::Value = serde_json::from_str(line).expect("an answer is JSON");
        let listed = |key: &str| answer[key].as_array().into_iter().flatten().cloned().collect::<Vec<_>>();
        let found = [
            ("reason", vec![answer["reason"].clone()]),
            ("refusal", listed("refusals")),
            ("warning", listed("warnings")),
        ];
        for (kind, values) in found {
            for word in values.iter().filter_map(|value| value.as_str()) {
                *words.entry((kind, word.to_owned())).or_insert(0) += 1;
            }
        }
    }
}
