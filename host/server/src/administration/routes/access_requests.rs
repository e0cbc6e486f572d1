//! Requests for access and what became of them, each for those who may see it (C1, C34).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass_contract::RequestDraft;
use guestpass_store::model::{AccessRequest, AttributeValue, Attributes};
use guestpass_store::{OrganisationId, Revision, Supplied};
use serde::Serialize;

use super::asking::{Asking, Part};
use crate::administration::ground::MANY;
use crate::extract::{StrictPath, StrictQuery};
use crate::identity::Caller;
use crate::problem::Problem;
use crate::state::ServerState;

const OPERATION: &str = "access-request.view";

/// A part of the requests that the person may see.
#[derive(Debug, Serialize)]
pub(super) struct Listing {
    requests: Vec<Listed>,
    /// What to give as `after` for the next part; null when this is the last.
    next: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct Listed {
    #[serde(flatten)]
    request: AccessRequest,
    /// For `If-Match`.
    revision: Revision,
}

/// To who may see none there is an empty list, as there is for an account that is not there.
pub(super) async fn list(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictPath(organisation): StrictPath<OrganisationId>,
    StrictQuery(part): StrictQuery<Part>,
) -> Result<Json<Listing>, Problem> {
    let asking = Asking::new(state, &caller, organisation)?;
    let account = asking.organisation.as_str();
    let material = asking.material(&asking.organisation, None).await?;
    let mut visible = Vec::new();
    for kept in asking.state.directory.find::<AccessRequest>(&[("account", account)], MANY).await? {
        let id = kept.entity.id.clone();
        let request = RequestDraft { on_resource: Some(id.as_str()), ..RequestDraft::api(OPERATION, asking.now_ms) };
        if asking.decide(&material, &about(&kept.entity), &request)?.is_allowed() {
            visible.push(Listed { request: kept.entity, revision: kept.revision });
        }
    }
    let (requests, next) = part.of(&visible, |listed| listed.request.id.as_str());
    Ok(Json(Listing { requests: requests.to_vec(), next }))
}

/// What the policy may ask of a request: who is responsible for it, and who wrote it down (C30).
fn about(request: &AccessRequest) -> Supplied {
    let text = |person: &guestpass_store::PersonId| AttributeValue::Text(person.to_string());
    let resource = Attributes::from([
        ("requested_by".to_owned(), text(&request.requested_by)),
        ("created_by".to_owned(), text(&request.created_by)),
    ]);
    Supplied { resource, resource_id: Some(request.id.clone()), ..Supplied::default() }
}
