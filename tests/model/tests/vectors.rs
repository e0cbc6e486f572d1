//! Every vector that asks for a decision or a verdict, answered by the oracle.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_oracle::Oracle;
use guestpass_vectors::{Asked, Case, DOCUMENTS, Expected, load};
use serde_json::Value;
use std::collections::BTreeMap;

/// The members of an answer that the oracle knows.
const KNOWN: [&str; 13] = [
    "effect",
    "reason",
    "granted_by",
    "valid_from",
    "valid_until",
    "hidden_field_groups",
    "obligations",
    "verdict",
    "warnings",
    "roles",
    "access",
    "refusals",
    "denial",
];

#[test]
fn the_oracle_says_what_the_vectors_expect() {
    let oracles: BTreeMap<&str, Oracle> =
        DOCUMENTS.iter().map(|it| (it.file, Oracle::new(it.source).expect(it.file))).collect();
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in load().expect("the vectors can be read").into_iter().flat_map(|vector| vector.cases) {
        let Expected::Answer(Value::Object(expected)) = &case.expected else { continue };
        let known = expected.iter().filter(|(key, _)| KNOWN.contains(&key.as_str()));
        let expected = Expected::Answer(known.map(|(key, value)| (key.clone(), value.clone())).collect());
        let case = Case { expected, ..case };
        if let Some(answer) = answer(&oracles[case.document.file], &case) {
            wrong.extend(case.judge(&Ok(answer)).into_iter().map(|difference| format!("{}: {difference}", case.name)));
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 150, "only {count} cases were compared");
}

/// None where something is asked that the oracle does not know.
fn answer(oracle: &Oracle, case: &Case) -> Option<String> {
    let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    let answer = match &case.asked {
        Asked::Decision(request) => oracle.check(&json(&case.facts), &json(request)).map(|it| it.to_json()),
        Asked::Verdict(change) => oracle.review(&json(&case.facts), &json(change)).map(|it| it.to_json()),
        Asked::Description => return None,
    };
    Some(answer.expect(&case.name).to_string())
}
