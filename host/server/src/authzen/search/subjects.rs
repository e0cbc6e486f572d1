//! Who may do this?

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass::contract::{PolicyInfo, Reach};
use guestpass_store::model::{ExternalAccess, GroupMember, Holder, Person, Relationship, RoleAssignment};
use guestpass_store::{Directory, OrganisationId, StoreError};

use super::{Found, FoundEntity, Sought, is_known, of_page, sift};
use crate::authzen::SUBJECT_SEARCH;
use crate::authzen::body::Body;
use crate::authzen::decider::Decider;
use crate::authzen::paging::Paging;
use crate::authzen::question::{PERSON, organisation};
use crate::authzen::wire::{Action, Entity, Evaluation, RESOURCE, SUBJECT, context};
use crate::identity::Caller;
use crate::problem::Problem;
use crate::state::ServerState;
use crate::telemetry::{Stage, stage};

/// Rows of one kind that are read for one search, at most.
const ROWS_MAX: u32 = 100_000;

/// Finds people.
pub(in crate::authzen) async fn subjects(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    Body(body): Body,
) -> Result<Json<Found<FoundEntity>>, Problem> {
    let subject = Entity::read_sought(&body, SUBJECT)?;
    let (action, resource) = (Action::read(&body)?, Entity::read(&body, RESOURCE)?);
    let (context, paging) = (context(&body)?, Paging::read(&body, SUBJECT_SEARCH)?);
    let decider = Decider::pin(&state, &caller.organisation)?.at_least(&body).await?;
    let organisation = organisation(decider.reach, Some(&resource), &context)?;
    decider.count(&organisation)?;
    if subject.kind != PERSON || !is_known(decider.directory, &organisation, &resource).await? {
        return Ok(Json(Found::nothing(&paging)));
    }
    let people = people_that_can_matter(decider.directory, decider.info(), &organisation).await?;
    let whole = Evaluation { subject, action, resource, context };
    let sought = Sought {
        paging: &paging,
        ask: &|id| Evaluation { subject: Entity { id: id.to_owned(), ..whole.subject.clone() }, ..whole.clone() },
        result: &|id| FoundEntity { kind: PERSON.to_owned(), id: id.to_owned() },
    };
    stage(Stage::Search, sift(&decider, &sought, &of_page(&paging, people))).await.map(Json)
}

/// Everybody who may be let into an organisation for a reason of their own: its own people, those of organisations that
/// it has let in or that have asked for access, who holds a role in it or is in a group of it, and who holds at home a
/// role that counts everywhere (C18).
///
/// Somebody who is none of these may still use an operation for which nothing is needed (R10). Such people are not
/// listed: they would be everybody.
async fn people_that_can_matter(
    directory: &Directory,
    info: &PolicyInfo,
    organisation: &OrganisationId,
) -> Result<BTreeSet<String>, StoreError> {
    let here = organisation.as_str();
    let mut people = BTreeSet::new();
    let mut homes = BTreeSet::from([organisation.clone()]);
    for access in directory.find::<ExternalAccess>(&[("customer", here)], ROWS_MAX).await? {
        homes.insert(access.entity.grantee);
    }
    for relationship in directory.find::<Relationship>(&[("customer", here)], ROWS_MAX).await? {
        homes.insert(relationship.entity.partner);
    }
    homes.extend(directory.homes_that_asked(organisation).await?);
    for home in &homes {
        let found = directory.find::<Person>(&[("home", home.as_str())], ROWS_MAX).await?;
        people.extend(found.into_iter().map(|person| person.entity.id.to_string()));
    }
    for member in directory.find::<GroupMember>(&[("organisation", here)], ROWS_MAX).await? {
        people.insert(member.entity.person.to_string());
    }
    people.extend(holders(directory, &[("organisation", here)]).await?);
    let counts_everywhere =
        info.roles.iter().filter(|role| role.privileges.iter().any(|privilege| privilege.reach == Reach::ThirdParty));
    for role in counts_everywhere {
        people.extend(holders(directory, &[("role", role.name.as_str())]).await?);
    }
    Ok(people)
}

async fn holders(directory: &Directory, wanted: &[(&'static str, &str)]) -> Result<Vec<String>, StoreError> {
    let assignments = directory.find::<RoleAssignment>(wanted, ROWS_MAX).await?;
    let people = assignments.into_iter().filter_map(|assignment| match assignment.entity.holder {
        Holder::Person(person) => Some(person.to_string()),
        Holder::Group(_) => None,
    });
    Ok(people.collect())
}
