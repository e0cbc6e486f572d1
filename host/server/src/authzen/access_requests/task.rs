//! What became of a request.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass::contract::json::instant_to_string;
use guestpass_store::model::{AccessRequest, Person, RequestStatus};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::authzen::ACCESS_REQUESTS;
use crate::extract::StrictPath;
use crate::identity::Caller;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

const TASK: &str = "guestpass-task";

/// What a handle stands for. Sealed, so that nobody guesses one.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Handle {
    account: String,
    request: String,
}

/// The task of a request, for who asked, who wrote it down, and people of the account.
pub(in crate::authzen) async fn status(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictPath(task): StrictPath<String>,
) -> Result<Json<Value>, Problem> {
    let handle: Handle = state.seal().await?.open(TASK, &task).ok_or_else(Problem::not_found)?;
    let kept = state.directory.get::<AccessRequest>(&[&handle.account, &handle.request]).await?;
    let request = kept.map(|kept| kept.entity).filter(|request| caller.organisation.covers(&request.account));
    let (Some(request), Some(person)) = (request, caller.person) else { return Err(Problem::not_found()) };
    let is_own = [&request.requested_by, &request.created_by].contains(&&person);
    let home = state.directory.get::<Person>(&[person.as_str()]).await?.map(|kept| kept.entity.home);
    if !is_own && home.as_ref() != Some(&request.account) {
        return Err(Problem::not_found());
    }
    described(&state, &request, state.clock.now_ms()).await.map(Json)
}

/// The task as the profile describes it.
pub(super) async fn described(state: &ServerState, request: &AccessRequest, now_ms: i64) -> Result<Value, Problem> {
    let unprintable = |error: &dyn std::fmt::Display| Problem::new(ProblemCode::Internal, error.to_string());
    let handle = Handle { account: request.account.to_string(), request: request.id.to_string() };
    let id = state.seal().await?.seal(TASK, &handle)?;
    let public_url = state.public_url.as_ref().ok_or_else(Problem::not_found)?;
    let until = instant_to_string(request.window.end_ms).map_err(|error| unprintable(&error))?;
    let status = status_of(request, now_ms);
    let mut task = json!({ "task": {
        "id": id,
        "status": status,
        "status_endpoint": format!("{public_url}{ACCESS_REQUESTS}/{id}"),
        "expires_at": until,
    } });
    if let (true, Some(members)) = (status == "approved", task.as_object_mut()) {
        let approval = json!({ "id": id, "approved_until": until });
        members.insert("result".to_owned(), json!({ "mode": "reevaluate", "approval": approval }));
    }
    Ok(task)
}

/// What is granted stays approved, whatever becomes of the grant: asked again, the question is answered by that.
fn status_of(request: &AccessRequest, now_ms: i64) -> &'static str {
    match request.status {
        RequestStatus::Pending if now_ms >= request.window.end_ms => "expired",
        RequestStatus::Pending => "pending",
        RequestStatus::Granted | RequestStatus::Revoked => "approved",
        RequestStatus::Rejected => "denied",
        RequestStatus::Withdrawn => "cancelled",
    }
}
