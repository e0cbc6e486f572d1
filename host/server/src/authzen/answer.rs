//! What goes back.

use guestpass::contract::json::DecisionJson;
use guestpass::contract::{Decision, Facts, InstantMs};
use guestpass::generations::Generation;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::access_requests::Requestable;
use super::described::contexts;
use crate::problem::{Problem, ProblemCode};

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "EvaluationAnswer")]
pub(super) struct Answer {
    pub(super) decision: bool,
    /// Some clients compare answers as text: there is a context only when it was asked for, when the caller owes
    /// something or has to hide something, and when one question of several failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "contexts")]
    pub(super) context: Option<Value>,
}

/// The answers to several questions.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "EvaluationsAnswer")]
pub(super) struct Answers {
    pub(super) evaluations: Vec<Answer>,
}

/// What is answered to several questions: to none of them as to one.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "OneOrSeveralAnswers")]
pub(super) enum OneOrSeveral {
    One(Answer),
    Several(Answers),
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
        let is_owed = decision.obligations.bits() != 0 || decision.hidden_field_groups != 0;
        let is_allowed = decision.is_allowed();
        if !(explain || is_allowed && is_owed) {
            return Ok(Self { decision: is_allowed, context: None });
        }
        let unprintable = |error: &dyn std::fmt::Display| Problem::new(ProblemCode::Internal, error.to_string());
        let info = generation.policy().info();
        let whole = DecisionJson::new(decision, info, facts, now_ms, generation.digest());
        let whole = serde_json::to_value(whole.map_err(|error| unprintable(&error))?);
        let whole = whole.map_err(|error| unprintable(&error))?;
        let owed = |key: &str| (key.to_owned(), whole.get(key).cloned().unwrap_or_default());
        let context = if explain {
            whole
        } else {
            Value::Object([owed("obligations"), owed("hidden_field_groups")].into_iter().collect())
        };
        Ok(Self { decision: is_allowed, context: Some(context) })
    }

    /// The same with more in its context.
    pub(super) fn saying(mut self, said: &Requestable) -> Result<Self, Problem> {
        let unprintable = |error: serde_json::Error| Problem::new(ProblemCode::Internal, error.to_string());
        if let (Some(Value::Object(context)), Value::Object(said)) =
            (&mut self.context, serde_json::to_value(said).map_err(unprintable)?)
        {
            context.extend(said);
        }
        Ok(self)
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
