//! Judges changes that are still being written.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass_contract::json::VerdictJson;
use guestpass_contract::{Refusal, Verdict};
use guestpass_store::OrganisationId;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::asking::Asking;
use super::changes::{Sent, change, refused_change};
use crate::administration::administered::is_not_permitted;
use crate::administration::change_facts_json::change_facts_json;
use crate::administration::declared::declared_alone;
use crate::administration::{Judged, Proposal, Unadministered, newcomer, review};
use crate::evidence::{Mask, facts_json};
use crate::extract::{StrictJson, StrictPath};
use crate::identity::Caller;
use crate::openapi::{change_facts_reference, facts_reference};
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

/// The verdict on a change, and the facts that it was given on.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Reviewed {
    #[schemars(with = "VerdictJson<'static>")]
    verdict: Value,
    /// About who makes the change; not there for who may not make such a change at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "facts_reference")]
    facts: Option<Value>,
    /// About what the change names; with `facts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "change_facts_reference")]
    change_facts: Option<Value>,
}

/// The verdict on a change, and the facts that it was given on; nothing is changed.
///
/// With the facts, a page that runs the same policy can judge further drafts of the same change by itself. Who may not
/// make such a change at all gets no facts: they tell of other people.
pub(super) async fn judge(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictPath(organisation): StrictPath<OrganisationId>,
    StrictJson(sent): StrictJson<Sent>,
) -> Result<Json<Reviewed>, Problem> {
    let change = change(&sent, state.clock.now_ms())?;
    let actor = caller.person.clone().or_else(|| newcomer(&organisation, &change));
    let asking = Asking::of(Arc::clone(&state), &caller, organisation, actor)?;
    let proposal = Proposal {
        change,
        organisation: asking.organisation,
        actor: asking.person,
        now_ms: asking.now_ms,
        expected: None,
        key: None,
    };
    let judged = review(&state.directory, &asking.generation, &proposal).await;
    let judged = judged.map_err(|error| refused_change(error, false))?;
    let unprintable = |error| refused_change(Unadministered::Unprintable(error), false);
    let (info, digest) = (asking.generation.policy().info(), asking.generation.digest());
    let verdict = VerdictJson::new(&judged.verdict, info, proposal.now_ms, digest).map_err(unprintable)?;
    let mut answer = Reviewed { verdict: to_value(&verdict)?, facts: None, change_facts: None };
    if is_permitted(&judged) {
        let facts = declared_alone(info, judged.facts);
        answer.facts = Some(facts_json(&facts, &Mask::nothing()).map_err(unprintable)?);
        answer.change_facts = Some(change_facts_json(&judged.change_facts).map_err(unprintable)?);
    }
    Ok(Json(answer))
}

/// Whether the person may make such a change, if not this one. Nobody says of others that they have arrived (P17), and
/// nobody arrives where that is closed, though the policy asks nothing of those who arrive.
fn is_permitted(judged: &Judged) -> bool {
    let is_closed = match &judged.verdict {
        Verdict::Accepted(_) => false,
        Verdict::Refused(rejection) => rejection.refusals.contains(&Refusal::ArrivalDisabled),
    };
    !is_closed && !is_not_permitted(&judged.verdict)
}

fn to_value(verdict: &VerdictJson<'_>) -> Result<Value, Problem> {
    serde_json::to_value(verdict).map_err(|error| Problem::new(ProblemCode::Internal, error.to_string()))
}
