//! On what may they do this?

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass_store::model::{Organisation, Resource};
use guestpass_store::{Directory, OrganisationId, Page, StoreError};
use serde_json::json;

use super::{CANDIDATES_MAX, Found, Sought, of_page, sift};
use crate::authzen::RESOURCE_SEARCH;
use crate::authzen::body::Body;
use crate::authzen::decider::Decider;
use crate::authzen::paging::Paging;
use crate::authzen::question::{ORGANISATION, organisation};
use crate::authzen::wire::{Action, Entity, Evaluation, RESOURCE, SUBJECT, context};
use crate::identity::Caller;
use crate::problem::Problem;
use crate::state::ServerState;

/// Finds resources that the directory keeps.
pub(in crate::authzen) async fn resources(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    Body(body): Body,
) -> Result<Json<Found>, Problem> {
    let (subject, action) = (Entity::read(&body, SUBJECT)?, Action::read(&body)?);
    let resource = Entity::read_sought(&body, RESOURCE)?;
    let (context, paging) = (context(&body)?, Paging::read(&body, RESOURCE_SEARCH)?);
    let decider = Decider::pin(&state, &caller.organisation)?;
    let organisation = organisation(decider.reach, Some(&resource), &context)?;
    let candidates = candidates(decider.directory, &organisation, &resource.kind, &paging).await?;
    let whole = Evaluation { subject, action, resource, context };
    let sought = Sought {
        paging: &paging,
        ask: &|id| Evaluation { resource: Entity { id: id.to_owned(), ..whole.resource.clone() }, ..whole.clone() },
        result: &|id| json!({ "type": whole.resource.kind, "id": id }),
    };
    sift(&decider, &sought, &candidates).await.map(Json)
}

/// The resources of a kind that a page is about.
async fn candidates(
    directory: &Directory,
    organisation: &OrganisationId,
    kind: &str,
    paging: &Paging,
) -> Result<Vec<String>, StoreError> {
    let organisation = organisation.as_str();
    if kind == ORGANISATION {
        let known = directory.get::<Organisation>(&[organisation]).await?;
        return Ok(of_page(paging, known.map(|known| known.entity.id.to_string())));
    }
    // The mark of a page in the directory is its last key.
    let mut after = paging.after.as_ref().map(|id| json!([organisation, kind, id]).to_string());
    let mut found = Vec::new();
    while found.len() <= CANDIDATES_MAX {
        let listed = directory.list::<Resource>(&[organisation, kind], &Page { after, limit: 1000 }).await?;
        found.extend(listed.kept.into_iter().map(|kept| kept.entity.id.to_string()));
        after = listed.next;
        if after.is_none() {
            break;
        }
    }
    Ok(found)
}
