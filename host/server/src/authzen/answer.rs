//! What goes back.

use guestpass::contract::json::DecisionJson;
use guestpass::contract::{Decision, Facts, InstantMs};
use guestpass::generations::Generation;
use serde::Serialize;
use serde_json::{Value, json};

use crate::problem::{Problem, ProblemCode};

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Answer {
    pub(super) decision: bool,
    /// Some clients compare answers as text: there is a context only when it was asked for, when the caller owes
    /// something or has to hide something, and when one question of several failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) context: Option<Value>,
}

/// The answers to several questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Answers {
    pub(super) evaluations: Vec<Answer>,
}

impl Answer {
    /// What a policy decided. Explained, its context is the decision as Guestpass prints it everywhere.
    pub(super) fn decided(
        decision: &Decision,
        generation: &Generation,
        facts: &Facts,
        now_ms: InstantMs,
        explain: bool,
    ) -> Result<Self, Problem> {
        let unprintable = |error: &dyn std::fmt::Display| Problem::new(ProblemCode::Internal, error.to_string());
        let info = generation.policy().info();
        let whole = DecisionJson::new(decision, info, facts, now_ms, generation.digest());
        let whole = serde_json::to_value(whole.map_err(|error| unprintable(&error))?);
        let whole = whole.map_err(|error| unprintable(&error))?;
        let is_owed = decision.obligations.bits() != 0 || decision.hidden_field_groups != 0;
        let context = match (explain, decision.is_allowed() && is_owed) {
            (true, _) => Some(whole),
            (false, true) => Some(json!({
                "obligations": whole.get("obligations"),
                "hidden_field_groups": whole.get("hidden_field_groups"),
            })),
            (false, false) => None,
        };
        Ok(Self { decision: decision.is_allowed(), context })
    }

    /// About somebody or something that cannot be: denied.
    pub(super) fn of_nobody(explain: bool) -> Self {
        let context = explain.then(|| json!({ "effect": "deny", "reason": "not-identified" }));
        Self { decision: false, context }
    }

    /// One question of several that could not be answered: denied.
    pub(super) fn failed(problem: &Problem) -> Self {
        let whole = problem.to_json();
        let context = json!({
            "code": whole.get("code"),
            "error": { "status": whole.get("status"), "message": whole.get("detail") },
        });
        Self { decision: false, context: Some(context) }
    }
}
