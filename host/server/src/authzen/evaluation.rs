//! One question, and several at once.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::answer::{Answer, Answers, OneOrSeveral};
use super::body::Body;
use super::decider::{Decide, Decider};
use super::wire::{Evaluation, Object, WireError, explain, object};
use crate::identity::Caller;
use crate::problem::Problem;
use crate::state::ServerState;
use crate::telemetry::{Stage, stage};

/// Questions of one request at most.
const EVALUATIONS_MAX: usize = 1000;

/// When a list of questions ends early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Semantic {
    ExecuteAll,
    DenyOnFirstDeny,
    PermitOnFirstPermit,
}

impl Semantic {
    fn read(body: &Object) -> Result<Self, WireError> {
        let options = object(body, "options", "options")?;
        match options.and_then(|options| options.get("evaluations_semantic")) {
            None | Some(Value::Null) => Ok(Self::ExecuteAll),
            Some(Value::String(name)) if name == "execute_all" => Ok(Self::ExecuteAll),
            Some(Value::String(name)) if name == "deny_on_first_deny" => Ok(Self::DenyOnFirstDeny),
            Some(Value::String(name)) if name == "permit_on_first_permit" => Ok(Self::PermitOnFirstPermit),
            // A list that ends elsewhere than its reader thinks would be read wrongly.
            Some(_) => Err(WireError::Type {
                path: "options.evaluations_semantic",
                wanted: "`execute_all`, `deny_on_first_deny` or `permit_on_first_permit`",
            }),
        }
    }

    fn ends_with(self, is_allowed: bool) -> bool {
        match self {
            Self::ExecuteAll => false,
            Self::DenyOnFirstDeny => !is_allowed,
            Self::PermitOnFirstPermit => is_allowed,
        }
    }
}

/// May this person do this?
pub(super) async fn evaluation(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    Body(body): Body,
) -> Result<Json<Answer>, Problem> {
    let decider = Decider::pin(&state, &caller.organisation)?.evaluating().at_least(&body).await?;
    stage(Stage::Decide, answer(&decider, &body)).await.map(Json)
}

/// Several questions at once. Without any it is one question, and answered as one.
pub(super) async fn evaluations(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    Body(body): Body,
) -> Result<Json<OneOrSeveral>, Problem> {
    let decider = Decider::pin(&state, &caller.organisation)?.evaluating().at_least(&body).await?;
    let answered = match several(&body)? {
        [] => OneOrSeveral::One(stage(Stage::Decide, answer(&decider, &body)).await?),
        items => OneOrSeveral::Several(stage(Stage::Decide, answers(&decider, &body, items)).await?),
    };
    Ok(Json(answered))
}

async fn answer(decider: &impl Decide, body: &Object) -> Result<Answer, Problem> {
    decider.decide(&Evaluation::read(body)?, explain(body)?).await
}

fn several(body: &Object) -> Result<&[Value], WireError> {
    match body.get("evaluations") {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(items)) if items.len() > EVALUATIONS_MAX => Err(WireError::TooMany(EVALUATIONS_MAX)),
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(WireError::Type { path: "evaluations", wanted: "an array" }),
    }
}

/// Answers in the order of the questions, up to and with the one that ends the list. A question that cannot be answered
/// is denied, and its context says why; the others do not suffer from it.
async fn answers(decider: &impl Decide, body: &Object, items: &[Value]) -> Result<Answers, Problem> {
    let (semantic, explain) = (Semantic::read(body)?, explain(body)?);
    let mut evaluations = Vec::new();
    for item in items {
        let answer = match with_defaults(body, item) {
            Ok(evaluation) => decider.decide(&evaluation, explain).await,
            Err(error) => Err(error.into()),
        };
        let answer = answer.unwrap_or_else(|problem| Answer::failed(&problem));
        let is_last = semantic.ends_with(answer.decision);
        evaluations.push(answer);
        if is_last {
            break;
        }
    }
    Ok(Answers { evaluations })
}

/// An item, with the default of each key that it has not: whole keys, never parts of them.
fn with_defaults(body: &Object, item: &Value) -> Result<Evaluation, WireError> {
    let wrong = WireError::Type { path: "evaluations", wanted: "an array of objects" };
    let item = item.as_object().ok_or(wrong)?;
    let mut whole = Object::new();
    for key in ["subject", "action", "resource", "context"] {
        if let Some(value) = item.get(key).or_else(|| body.get(key)) {
            whole.insert(key.to_owned(), value.clone());
        }
    }
    Evaluation::read(&whole)
}

#[cfg(test)]
mod tests {
    use super::{Answer, Decide, Evaluation, Problem, answers, several};
    use crate::problem::ProblemCode;
    use serde_json::{Value, json};

    /// Allows what the action says, and fails when it says so.
    struct Said;

    impl Decide for Said {
        async fn decide(&self, evaluation: &Evaluation, explain: bool) -> Result<Answer, Problem> {
            let said = |decision| Answer { decision, context: explain.then(|| json!(evaluation.resource.id)) };
            match evaluation.action.name.as_str() {
                "fail" => Err(Problem::new(ProblemCode::Unavailable, "the directory is away")),
                name => Ok(said(name == "yes")),
            }
        }
    }

    fn answered(body: &Value) -> Value {
        let body = body.as_object().expect("an object");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let answers = runtime.block_on(answers(&Said, body, several(body).expect("a list")));
        match answers {
            Ok(answers) => {
                json!(
                    answers
                        .evaluations
                        .iter()
                        .map(|answer| json!([answer.decision, answer.context]))
                        .collect::<Vec<_>>()
                )
            }
            Err(problem) => json!(problem.code().name()),
        }
    }

    #[test]
    fn a_list_ends_where_its_semantic_says() {
        let items =
            |names: &[&str]| -> Vec<Value> { names.iter().map(|name| json!({ "action": { "name": name } })).collect() };
        let [yes, no] = [true, false].map(|decision| json!([decision, null]));
        for (semantic, names, expected) in [
            (None, ["yes", "no", "yes"], json!([yes, no, yes])),
            (Some("execute_all"), ["no", "no", "yes"], json!([no, no, yes])),
            (Some("deny_on_first_deny"), ["yes", "no", "yes"], json!([yes, no])),
            (Some("permit_on_first_permit"), ["yes", "no", "yes"], json!([yes])),
            (Some("permit_on_first_permit"), ["no", "no", "no"], json!([no, no, no])),
            (Some("deny_on_first_deny"), ["yes", "yes", "yes"], json!([yes, yes, yes])),
            (Some("first_come"), ["yes", "yes", "yes"], json!("malformed")),
        ] {
            let body = json!({
                "subject": { "type": "user", "id": "alice" }, "resource": { "type": "record", "id": "r" },
                "evaluations": items(&names), "options": { "evaluations_semantic": semantic, "colour": "red" },
            });
            assert_eq!(answered(&body), expected, "{semantic:?} {names:?}");
        }
    }

    #[test]
    fn defaults_are_replaced_whole_and_one_failure_is_one_denial() {
        let body = json!({
            "subject": { "type": "user", "id": "alice" },
            "action": { "name": "yes" },
            "resource": { "type": "record", "id": "r", "properties": { "status": "archived" } },
            "options": { "explain": true },
            "evaluations": [
                {},
                { "resource": { "type": "record", "id": "s" } },
                { "resource": { "id": "s" } },
                { "action": { "name": "fail" } },
                "no object",
                { "action": { "name": "no" } },
            ],
        });
        let error = |code: &str, status: u16, message: &str| json!([false, { "code": code, "error": { "status": status, "message": message } }]);
        let expected = json!([
            [true, "r"],
            [true, "s"],
            error("malformed", 400, "`resource.type` is missing"),
            error("unavailable", 503, "the directory is away"),
            error("malformed", 400, "`evaluations` is not an array of objects"),
            [false, "r"],
        ]);
        assert_eq!(answered(&body), expected);
    }
}
