//! What notices a changed rule: the vectors, and what the rules answered before they were changed to questions that
//! nobody wrote. That those answers are right, the comparison with the oracle shows; here they only have to stay.
//!
//! The rules are called as ordinary Rust, so that a changed rule is built and judged in seconds: no component is
//! compiled for it. `cargo xtask mutants` writes the policies and the answers down, and names the folder in
//! `GUESTPASS_MUTANTS`; without it there is nothing to replay, which is why these tests run on request only.

#![cfg(test)]
#![forbid(unsafe_code)]

#[path = "../../../engines/src/lift/mod.rs"]
mod lift;
#[path = "../../../engines/src/lower/mod.rs"]
mod lower;
mod rules;

use guestpass_vectors::{Asked, Asks, generate, load};
use rules::{Answer, Rules, folder};

#[test]
#[ignore = "`cargo xtask mutants` writes what it reads"]
fn the_vectors_say_what_the_requirements_say() {
    let rules = Rules::read_all();
    let mut wrong = Vec::new();
    for case in load().expect("the vectors can be read").iter().flat_map(|vector| &vector.cases) {
        let rules = &rules[case.document.stem];
        let answer = match &case.asked {
            Asked::Decision(request) => rules.check(&case.facts, &format!("[{request}]")),
            Asked::Verdict(change) => rules.review(&case.facts, change),
            Asked::Description => rules.describe(),
        };
        let answer = answer.map(|lines| lines.concat());
        wrong.extend(case.judge(&answer).into_iter().map(|difference| format!("{}: {difference}", case.name)));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
#[ignore = "`cargo xtask mutants` writes what it reads"]
fn the_answers_are_those_of_the_unchanged_rules() {
    let recorded = std::fs::read_to_string(folder().join("answers.ndjson")).expect("the answers are there");
    let (seed, answers) = recorded.split_once('\n').expect("the seed stands before the answers");
    let answers: Vec<&str> = answers.lines().collect();
    assert!(!answers.is_empty());
    let rules = Rules::read_all();
    for (question, recorded) in generate(seed.parse().expect("the seed is a number"), answers.len()).iter().zip(answers)
    {
        let rules = &rules[question.stem];
        let answer = match &question.asks {
            Asks::Requests(requests) => rules.check(&question.facts, requests),
            Asks::Change(change) => rules.review(&question.facts, change),
        };
        let recorded: Answer = serde_json::from_str(recorded).expect("an answer");
        assert_eq!(answer, recorded, "{question:?}");
    }
}
