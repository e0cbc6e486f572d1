//! Compares an answer of the rules with one of the oracle.

use crate::{Answer, Verdict};
use serde_json::Value;

/// The members of a decision that the oracle knows.
const OF_DECISION: [&str; 7] =
    ["effect", "reason", "granted_by", "valid_from", "valid_until", "hidden_field_groups", "obligations"];

/// The members of a verdict that the oracle knows.
const OF_VERDICT: [&str; 7] = ["verdict", "warnings", "obligations", "roles", "access", "refusals", "denial"];

/// What the oracle answered to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// To a request.
    Answer(Answer),
    /// To a change.
    Verdict(Verdict),
}

/// What differs between an answer of the rules, as a line of JSON, and the one of the oracle.
pub(super) fn of(line: &str, said: &Said) -> Vec<String> {
    let Ok(rules) = serde_json::from_str::<Value>(line) else { return vec![format!("no JSON: {line}")] };
    match said {
        Said::Verdict(verdict) => differences(&OF_VERDICT, &rules, &verdict.to_json()),
        Said::Answer(answer) => {
            let mut found = differences(&OF_DECISION, &rules, &answer.to_json());
            if rules.get("explanation").is_some_and(Value::is_object) {
                let gate = failed_gate(&rules);
                if gate != answer.gate {
                    found.push(format!("the failed gate is {gate:?} by the rules, {:?} by the oracle", answer.gate));
                }
            }
            found
        }
    }
}

/// What differs in the members of those names; one that is missing is the same as null.
#[must_use]
pub fn differences(members: &[&str], rules: &Value, oracle: &Value) -> Vec<String> {
    let of = |value: &Value, member: &str| value.get(member).cloned().unwrap_or_default();
    let differ = |member: &&&str| of(rules, member) != of(oracle, member);
    let describe = |member: &&str| {
        format!("`{member}` is {} by the rules, {} by the oracle", of(rules, member), of(oracle, member))
    };
    members.iter().filter(differ).map(describe).collect()
}

fn failed_gate(decision: &Value) -> Option<&str> {
    let gates = decision.get("explanation")?.get("gates")?.as_array()?;
    let failed = gates.iter().find(|gate| gate.get("outcome").and_then(Value::as_str) == Some("failed"))?;
    failed.get("gate")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn denied() -> Answer {
        Answer {
            allowed: false,
            reason: "no-privilege",
            gate: Some("privilege"),
            granted_by: None,
            valid_from: None,
            valid_until: Some(0),
            hidden: Vec::new(),
            obligations: Vec::new(),
        }
    }

    #[test]
    fn every_difference_is_seen() {
        let same = json!({
            "effect": "deny", "reason": "no-privilege", "valid_from": null, "valid_until": "1970-01-01T00:00:00Z",
            "hidden_field_groups": [], "obligations": [], "facts_read": ["principal"],
        });
        let said = Said::Answer(denied());
        assert_eq!(of(&same.to_string(), &said), Vec::<String>::new());
        for (member, value) in [
            ("effect", json!("allow")),
            ("reason", json!("no-role-assigned")),
            ("granted_by", json!({ "held": "full-access" })),
            ("valid_from", json!("1970-01-01T00:00:00Z")),
            ("valid_until", json!(null)),
            ("hidden_field_groups", json!(["results"])),
            ("obligations", json!(["name-the-person"])),
            ("explanation", json!({ "gates": [{ "gate": "sso", "outcome": "failed" }] })),
        ] {
            let mut other = same.clone();
            other[member] = value;
            assert_eq!(of(&other.to_string(), &said).len(), 1, "{member}");
        }
        let accepted =
            Verdict::Accepted { warnings: vec!["no-change"], obligations: vec![], roles: vec![], access: None };
        let said = Said::Verdict(accepted);
        let line = r#"{"verdict":"accepted","warnings":[],"obligations":[],"roles":[],"access":null}"#;
        assert_eq!(of(line, &said).len(), 1);
        assert_eq!(of("nothing", &said).len(), 1);
    }
}
