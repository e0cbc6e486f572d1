//! Compares an answer with what was expected of it.

use crate::load::{Asked, Case};
use serde_json::Value;

/// What must come out of a case.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// A decision, a verdict or a description that says at least this: every key here must be there, with the same
    /// value. A list must be the same list, except that things which have a `name` are looked up by it.
    Answer(Value),
    /// The facts or the question are refused before they reach the rules, with this code.
    Refused(String),
}

/// Which way a case goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Something is allowed, accepted, or described.
    Accepting,
    /// Something is denied or refused.
    Refusing,
}

impl Expected {
    /// Which way a case goes that expects this; none when the expectation does not say.
    pub(crate) fn outcome(&self, asked: &Asked) -> Option<Outcome> {
        let Self::Answer(answer) = self else { return Some(Outcome::Refusing) };
        let said = |key: &str| answer.get(key).and_then(Value::as_str);
        match (asked, said("effect"), said("verdict")) {
            (Asked::Decision(_), Some("allow"), None)
            | (Asked::Verdict(_), None, Some("accepted"))
            | (Asked::Description, _, _) => Some(Outcome::Accepting),
            (Asked::Decision(_), Some("deny"), None) | (Asked::Verdict(_), None, Some("refused")) => {
                Some(Outcome::Refusing)
            }
            _ => None,
        }
    }
}

impl Case {
    /// Compares an answer with what is expected: a decision, a verdict or a description as JSON, or the code of a
    /// refusal. Returns what differs.
    #[must_use]
    pub fn judge(&self, answer: &Result<String, String>) -> Vec<String> {
        match (&self.expected, answer) {
            (Expected::Answer(expected), Ok(answer)) => match serde_json::from_str(answer) {
                Ok(found) => differences("", expected, &found),
                Err(error) => vec![format!("the answer is not JSON: {error}")],
            },
            (Expected::Refused(expected), Err(code)) if expected == code => Vec::new(),
            (expected, answer) => vec![format!("expected {expected:?}, and the answer is {answer:?}")],
        }
    }
}

fn differences(path: &str, expected: &Value, found: &Value) -> Vec<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let difference = |(key, expected): (&String, &Value)| {
                differences(&format!("{path}.{key}"), expected, found.get(key).unwrap_or(&Value::Null))
            };
            expected.iter().flat_map(difference).collect()
        }
        (Value::Array(expected), Value::Array(found)) if !expected.is_empty() && expected.iter().all(has_name) => {
            let difference = |expected: &Value| {
                let same = found.iter().find(|found| found.get("name") == expected.get("name"));
                let name = expected.get("name").and_then(Value::as_str).unwrap_or_default();
                differences(&format!("{path}[{name}]"), expected, same.unwrap_or(&Value::Null))
            };
            expected.iter().flat_map(difference).collect()
        }
        _ if expected == found => Vec::new(),
        _ => vec![format!("`{path}` is {found} and should be {expected}")],
    }
}

fn has_name(value: &Value) -> bool {
    value.get("name").is_some_and(Value::is_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::DOCUMENTS;

    fn case(expected: Expected) -> Case {
        let document = DOCUMENTS.first().expect("a document");
        let asked = Asked::Decision("{}".into());
        let name = "R1: a case".into();
        Case { name, document, facts: "{}".into(), asked, expected, outcome: Outcome::Refusing }
    }

    #[test]
    fn a_wrong_answer_is_noticed() {
        let answer = |text: &str| Expected::Answer(serde_json::from_str(text).expect("JSON"));
        let found =
            Ok(r#"{"effect":"deny","reason":"no-privilege","granted_by":null,"list":[1],"roles":[{"name":"a","n":1},{"name":"b"}]}"#
                .to_owned());
        for (expected, count) in [
            (answer(r#"{"effect":"deny"}"#), 0),
            (answer(r#"{"granted_by":null,"absent":null,"list":[1]}"#), 0),
            (answer(r#"{"effect":"allow","reason":"granted"}"#), 2),
            (answer(r#"{"list":[]}"#), 1),
            (answer(r#"{"granted_by":{"role":"x"}}"#), 1),
            (answer(r#"{"roles":[{"name":"b"}]}"#), 0),
            (answer(r#"{"roles":[{"name":"b"},{"name":"a","n":1}]}"#), 0),
            (answer(r#"{"roles":[{"name":"a","n":2}]}"#), 1),
            (answer(r#"{"roles":[{"name":"c"}]}"#), 1),
            (answer(r#"{"roles":[]}"#), 1),
            (Expected::Refused("json-unknown-key".into()), 1),
        ] {
            assert_eq!(case(expected.clone()).judge(&found).len(), count, "{expected:?}");
        }
        let refused = case(Expected::Refused("json-unknown-key".into()));
        assert!(refused.judge(&Err("json-unknown-key".into())).is_empty());
        assert_eq!(refused.judge(&Err("json-missing-key".into())).len(), 1);
    }

    #[test]
    fn the_way_a_case_goes_is_read_from_its_expectation() {
        let decision = Asked::Decision("{}".into());
        let verdict = Asked::Verdict("{}".into());
        let answer = |text: &str| Expected::Answer(serde_json::from_str(text).expect("JSON"));
        for (expected, asked, outcome) in [
            (answer(r#"{"effect":"allow"}"#), &decision, Some(Outcome::Accepting)),
            (answer(r#"{"effect":"deny"}"#), &decision, Some(Outcome::Refusing)),
            (answer(r#"{"verdict":"accepted"}"#), &verdict, Some(Outcome::Accepting)),
            (answer(r#"{"verdict":"refused"}"#), &verdict, Some(Outcome::Refusing)),
            (answer(r#"{"effect":"allow"}"#), &verdict, None),
            (answer(r#"{"reason":"granted"}"#), &decision, None),
            (answer("{}"), &Asked::Description, Some(Outcome::Accepting)),
            (Expected::Refused("json-unknown-key".into()), &verdict, Some(Outcome::Refusing)),
        ] {
            assert_eq!(expected.outcome(asked), outcome, "{expected:?}");
        }
    }
}
