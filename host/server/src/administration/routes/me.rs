//! Who asks, and where they can go.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass_contract::{PolicyInfo, RequestDraft};
use guestpass_store::model::{Organisation, OrganisationKind, Person};
use guestpass_store::{Consistency, FactsQuestion, OrganisationId, PersonId, Supplied};
use schemars::JsonSchema;
use serde::Serialize;

use super::asking::{FAILED_COST, asked_of, declares};
use super::customers::ROW;
use crate::administration::{Seen, concerned_by_home, concerned_in_person, is_concerned_by_home};
use crate::identity::{Caller, Scope, ScopeName};
use crate::problem::Problem;
use crate::state::ServerState;

/// Customers at most of which it is asked whether the policy shows them.
const ASKED_MAX: usize = 1_000;

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
    /// seen in each, the policy says when it is opened. A partner's customers are here for those whom the policy shows
    /// them (F15), and of them the first thousand; fewer when it gives no answer. The list of customers has all.
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
        ids.extend(concerned_in_person(&state.directory, person).await?);
        let mut others = concerned_by_home(&state.directory, person).await?;
        others.retain(|id| caller.organisation.covers(id) && !ids.contains(id));
        ids.extend(shown(&state, person, others).await?);
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

/// Those that somebody is shown, of organisations that have something with the person's own one. The customers of a
/// partner are not among them for somebody to whom the policy does not show them (F15), and for nobody when no policy
/// decides.
async fn shown(
    state: &ServerState,
    person: &Person,
    ids: BTreeSet<OrganisationId>,
) -> Result<BTreeSet<OrganisationId>, Problem> {
    let directory = &state.directory;
    let home = directory.get::<Organisation>(&[person.home.as_str()]).await?;
    if ids.is_empty() || home.is_none_or(|home| home.entity.kind != OrganisationKind::Partner) {
        return Ok(ids);
    }
    let Ok(generation) = state.deciding() else { return Ok(BTreeSet::new()) };
    if !declares(&generation, ROW) {
        return Ok(ids);
    }
    let request = RequestDraft::api(ROW, state.clock.now_ms());
    let newest = directory.newest().await?;
    let (mut shown, mut left) = (BTreeSet::new(), ASKED_MAX);
    for organisation in ids {
        if left == 0 {
            break;
        }
        let question = FactsQuestion { organisation, person: person.id.clone(), resource: None };
        let material = directory.material(&question, Consistency::AtLeast(newest)).await?;
        let (material, supplied) = (Seen::by(generation.policy().info(), material), Supplied::default());
        let of_shadow = |shadow: &PolicyInfo| asked_of(shadow, &material, &supplied, &request);
        // What cannot be decided is not shown.
        let facts = material.facts(&supplied).ok();
        let decision = facts.map(|facts| generation.check_one_apart(&facts, &request, of_shadow));
        left = left.saturating_sub(if matches!(decision, Some(Err(_))) { FAILED_COST } else { 1 });
        if decision.is_some_and(|decision| decision.is_ok_and(|decision| decision.is_allowed())) {
            shown.insert(question.organisation);
        }
    }
    Ok(shown)
}

/// That somebody may know of an organisation: has to do with it in person, or is shown it as one that has something
/// with the person's own one. To others it looks as if there were none: their facts would tell what it has bought.
///
/// # Errors
/// They may not.
pub(super) async fn known_at(
    state: &ServerState,
    person: &PersonId,
    organisation: &OrganisationId,
) -> Result<(), Problem> {
    let directory = &state.directory;
    let person = directory.get::<Person>(&[person.as_str()]).await?.ok_or_else(Problem::not_found)?.entity;
    if concerned_in_person(directory, &person).await?.contains(organisation) {
        return Ok(());
    }
    let is_known = is_concerned_by_home(directory, &person, organisation).await?
        && !shown(state, &person, BTreeSet::from([organisation.clone()])).await?.is_empty();
    if is_known { Ok(()) } else { Err(Problem::not_found()) }
}
