//! How an answer about somebody changes with time, while nothing else does (X2).

use axum::Json;
use guestpass_contract::RequestDraft;
use guestpass_contract::json::{TimelineJson, instant_from_str};
use guestpass_store::{PersonId, Supplied};
use serde::Deserialize;
use serde_json::Value;

use super::asking::{Asking, unreliable};
use crate::extract::StrictQuery;
use crate::problem::{Problem, ProblemCode};

/// About what.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// About whom; the person who asks when left out.
    person: Option<PersonId>,
    /// A privilege expression. Exactly one of this and `api`.
    privileges: Option<String>,
    /// An operation of the policy.
    api: Option<String>,
    /// RFC 3339; now when left out.
    from: Option<String>,
    /// RFC 3339.
    until: String,
}

pub(super) async fn show(asking: Asking, StrictQuery(question): StrictQuery<Question>) -> Result<Json<Value>, Problem> {
    let person = asking.somebody(question.person).await?;
    let from_ms = question.from.as_deref().map_or(Ok(asking.now_ms), instant)?;
    let until_ms = instant(&question.until)?;
    let request = match (&question.privileges, &question.api) {
        (Some(privileges), None) => RequestDraft::privileges(privileges, from_ms),
        (None, Some(api)) => RequestDraft::api(api, from_ms),
        _ => return Err(Problem::new(ProblemCode::Malformed, "give one of `privileges` and `api`")),
    };
    let material = asking.material_of(&asking.organisation, &person, None).await?;
    let unfit = |error: &dyn std::error::Error| Problem::new(ProblemCode::Unfit, error.to_string());
    let facts = material.facts(&Supplied::default()).map_err(|error| unfit(&error))?;
    let policy = asking.generation.policy();
    let timeline = policy.timeline(&facts, &request, until_ms).map_err(|error| unreliable(&error))?;
    let json = TimelineJson::new(&timeline, policy.info(), &facts, asking.generation.digest())
        .map_err(|error| unfit(&error))?;
    Ok(Json(serde_json::to_value(json).map_err(|error| unfit(&error))?))
}

fn instant(text: &str) -> Result<i64, Problem> {
    instant_from_str(text).map_err(|error| Problem::new(ProblemCode::Malformed, error.to_string()))
}
