//! Who asks, and where they can go.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass_store::model::{Organisation, OrganisationKind, Person};
use guestpass_store::{OrganisationId, PersonId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::administration::concerned;
use crate::identity::{Caller, Scope, ScopeName};
use crate::problem::Problem;
use crate::state::ServerState;

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Me {
    /// The credential.
    caller: String,
    /// Whom it acts for; null for a program.
    person: Option<Somebody>,
    /// The one organisation that the credential reaches, or `*`.
    organisation: String,
    scopes: BTreeSet<ScopeName>,
    /// The person's own organisation, and those that the person has to do with, in the order of their ids. What may be
    /// seen in each, the policy says when it is opened.
    organisations: Vec<Opened>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Somebody {
    id: PersonId,
    name: String,
    home: OrganisationId,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "OpenedOrganisation")]
struct Opened {
    id: OrganisationId,
    kind: OrganisationKind,
    name: String,
}

pub(super) async fn show(State(state): State<Arc<ServerState>>, caller: Caller) -> Result<Json<Me>, Problem> {
    let person = match &caller.person {
        Some(id) => state.directory.get::<Person>(&[id.as_str()]).await?.map(|kept| kept.entity),
        None => None,
    };
    let mut ids = BTreeSet::new();
    if let Scope::One(own) = &caller.organisation {
        ids.insert(own.clone());
    }
    if let Some(person) = &person {
        ids.extend(concerned(&state.directory, person).await?);
    }
    let mut organisations = Vec::new();
    for id in ids.into_iter().filter(|id| caller.organisation.covers(id)) {
        let Some(found) = state.directory.get::<Organisation>(&[id.as_str()]).await? else { continue };
        organisations.push(Opened { id, kind: found.entity.kind, name: found.entity.name });
    }
    let organisation = match &caller.organisation {
        Scope::All => "*".to_owned(),
        Scope::One(own) => own.to_string(),
    };
    let person = person.map(|Person { id, name, home, .. }| Somebody { id, name, home });
    Ok(Json(Me { caller: caller.id, person, organisation, scopes: caller.scopes, organisations }))
}

/// That somebody has to do with an organisation. To others it looks as if there were none: their facts would tell what
/// it has bought.
///
/// # Errors
/// They have not.
pub(super) async fn known_at(
    state: &ServerState,
    person: &PersonId,
    organisation: &OrganisationId,
) -> Result<(), Problem> {
    let person = state.directory.get::<Person>(&[person.as_str()]).await?.ok_or_else(Problem::not_found)?;
    let is_known = concerned(&state.directory, &person.entity).await?.contains(organisation);
    if is_known { Ok(()) } else { Err(Problem::not_found()) }
}
