//! Compares a decision with what was expected of it.

use crate::load::Case;
use serde_json::Value;

/// What must come out of a case.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// A decision that says at least this: every key here must be there, with the same value.
    Decision(Value),
    /// The facts or the request are refused before they reach the rules, with this code.
    Refused(String),
}

impl Case {
    /// Compares an answer with what is expected: a decision as JSON, or the code of a refusal. Returns what differs.
    #[must_use]
    pub fn judge(&self, answer: &Result<String, String>) -> Vec<String> {
        match (&self.expected, answer) {
            (Expected::Decision(expected), Ok(decision)) => match serde_json::from_str(decision) {
                Ok(decision) => differences("", expected, &decision),
                Err(error) => vec![format!("the decision is not JSON: {error}")],
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
        _ if expected == found => Vec::new(),
        _ => vec![format!("`{path}` is {found} and should be {expected}")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(expected: Expected) -> Case {
        Case { name: "R1: a case".into(), facts: "{}".into(), request: "{}".into(), expected }
    }

    #[test]
    fn a_wrong_answer_is_noticed() {
        let decision = |text: &str| Expected::Decision(serde_json::from_str(text).expect("JSON"));
        let answer = Ok(r#"{"effect":"deny","reason":"no-privilege","granted_by":null,"list":[1]}"#.to_owned());
        for (expected, count) in [
            (decision(r#"{"effect":"deny"}"#), 0),
            (decision(r#"{"granted_by":null,"absent":null,"list":[1]}"#), 0),
            (decision(r#"{"effect":"allow","reason":"granted"}"#), 2),
            (decision(r#"{"list":[]}"#), 1),
            (decision(r#"{"granted_by":{"role":"x"}}"#), 1),
            (Expected::Refused("json-unknown-key".into()), 1),
        ] {
            assert_eq!(case(expected.clone()).judge(&answer).len(), count, "{expected:?}");
        }
        let refused = case(Expected::Refused("json-unknown-key".into()));
        assert!(refused.judge(&Err("json-unknown-key".into())).is_empty());
        assert_eq!(refused.judge(&Err("json-missing-key".into())).len(), 1);
    }
}
