//! A request for access is taken back.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use guestpass::contract::{Change, Refusal};
use guestpass_store::model::{AccessRequest, RequestStatus};
use schemars::JsonSchema;
use serde::Deserialize;

use super::submission::error_of;
use super::task::{self, Described};
use crate::administration::{Proposal, Unadministered, administer, refused_change};
use crate::extract::{StrictPath, body_bytes_if_any, strict_json};
use crate::identity::Caller;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

/// Why. It is read, so that a caller who sends it is not refused, and kept nowhere.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(rename = "Cancellation")]
#[expect(dead_code, reason = "nothing becomes of it")]
pub(in crate::authzen) struct Cancelling {
    /// A stable code.
    reason: Option<String>,
    /// For people.
    comment: Option<String>,
}

/// Withdraws the request of a task that is pending, if the policy lets the person of the credential do so.
pub(in crate::authzen) async fn cancel(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictPath(task): StrictPath<String>,
    request: Request,
) -> Result<Json<Described>, Problem> {
    if let Some(body) = body_bytes_if_any(request, state.limits.body_bytes_max).await? {
        let _: Cancelling = strict_json(&body)?;
    }
    let (request, actor) = task::found(&state, &caller, &task).await?;
    state.rates.count_organisation(&request.account)?;
    let (generation, now_ms) = (state.deciding()?, state.clock.now_ms());
    if request.status != RequestStatus::Pending || now_ms >= request.window.end_ms {
        return Err(over());
    }
    let change = Change::WithdrawRequest(request.id.to_string());
    let (organisation, id) = (request.account.clone(), request.id.clone());
    let proposal = Proposal { organisation, actor, change, now_ms, expected: None, key: None };
    administer(&state.directory, &generation, &proposal).await.map_err(refused)?;
    let key = [request.account.as_str(), id.as_str()];
    let kept = state.directory.get::<AccessRequest>(&key).await?.ok_or_else(Problem::not_found)?;
    task::described(&state, &kept.entity, now_ms).await.map(Json)
}

/// Somebody may have decided about it meanwhile.
fn refused(error: Unadministered) -> Problem {
    match error {
        Unadministered::Refused(rejection) if rejection.refusals == [Refusal::RequestNotPending] => over(),
        error => refused_change(error, false),
    }
}

fn over() -> Problem {
    let detail = "the request is no longer pending; ask for its task to see what became of it";
    error_of(ProblemCode::Conflict, "invalid_task_state", detail)
}
