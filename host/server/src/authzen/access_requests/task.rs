//! What became of a request.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass::contract::json::instant_to_string;
use guestpass_store::PersonId;
use guestpass_store::model::{AccessRequest, Person, RequestStatus};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::authzen::ACCESS_REQUESTS;
use crate::extract::StrictPath;
use crate::identity::Caller;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

const TASK: &str = "guestpass-task";
/// What is added to the address of a task to take the request back.
const CANCEL: &str = "/cancel";

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
) -> Result<Json<Described>, Problem> {
    let (request, _) = found(&state, &caller, &task).await?;
    described(&state, &request, state.clock.now_ms()).await.map(Json)
}

/// The request that a task stands for, and the person who may know of it.
pub(super) async fn found(
    state: &ServerState,
    caller: &Caller,
    task: &str,
) -> Result<(AccessRequest, PersonId), Problem> {
    let handle: Handle = state.seal().await?.open(TASK, task).ok_or_else(Problem::not_found)?;
    let kept = state.directory.get::<AccessRequest>(&[&handle.account, &handle.request]).await?;
    let request = kept.map(|kept| kept.entity).filter(|request| caller.organisation.covers(&request.account));
    let (Some(request), Some(person)) = (request, caller.person.clone()) else { return Err(Problem::not_found()) };
    let is_own = [&request.requested_by, &request.created_by].contains(&&person);
    let home = state.directory.get::<Person>(&[person.as_str()]).await?.map(|kept| kept.entity.home);
    if !is_own && home.as_ref() != Some(&request.account) {
        return Err(Problem::not_found());
    }
    Ok((request, person))
}

/// A task as the profile describes it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "AccessRequestTask")]
pub(in crate::authzen) struct Described {
    task: Task,
    /// Once it is approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Outcome>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Task {
    /// Sealed; it tells nothing.
    id: String,
    status: TaskStatus,
    /// Where to ask what became of it.
    status_endpoint: String,
    /// When it no longer matters, in RFC 3339.
    expires_at: String,
    links: Links,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "TaskLinks")]
struct Links {
    /// Where to take the request back, by `POST`, while it is pending.
    cancel: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum TaskStatus {
    Pending,
    Approved,
    Denied,
    Expired,
    Cancelled,
}

/// What an approval is good for: the same question, asked again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ApprovalResult")]
struct Outcome {
    /// `reevaluate`.
    mode: &'static str,
    approval: Approval,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Approval {
    /// That of the task.
    id: String,
    /// In RFC 3339.
    approved_until: String,
}

impl Described {
    /// Where to ask what became of it.
    pub(super) fn status_endpoint(&self) -> &str {
        &self.task.status_endpoint
    }
}

/// The task of a request.
pub(super) async fn described(state: &ServerState, request: &AccessRequest, now_ms: i64) -> Result<Described, Problem> {
    let unprintable = |error: &dyn std::fmt::Display| Problem::new(ProblemCode::Internal, error.to_string());
    let handle = Handle { account: request.account.to_string(), request: request.id.to_string() };
    let id = state.seal().await?.seal(TASK, &handle)?;
    let public_url = state.public_url.as_ref().ok_or_else(Problem::not_found)?;
    let until = instant_to_string(request.window.end_ms).map_err(|error| unprintable(&error))?;
    let status = status_of(request, now_ms);
    let approval = || Approval { id: id.clone(), approved_until: until.clone() };
    let result = (status == TaskStatus::Approved).then(|| Outcome { mode: "reevaluate", approval: approval() });
    let status_endpoint = format!("{public_url}{ACCESS_REQUESTS}/{id}");
    let links = Links { cancel: format!("{status_endpoint}{CANCEL}") };
    Ok(Described { task: Task { id, status, status_endpoint, expires_at: until, links }, result })
}

/// What is granted stays approved, whatever becomes of the grant: asked again, the question is answered by that.
fn status_of(request: &AccessRequest, now_ms: i64) -> TaskStatus {
    match request.status {
        RequestStatus::Pending if now_ms >= request.window.end_ms => TaskStatus::Expired,
        RequestStatus::Pending => TaskStatus::Pending,
        RequestStatus::Granted | RequestStatus::Revoked => TaskStatus::Approved,
        RequestStatus::Rejected => TaskStatus::Denied,
        RequestStatus::Withdrawn => TaskStatus::Cancelled,
    }
}
