//! External access as the customer sees it: who is let in, when, and the people of each (F4, F12, F22, S14).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass_store::model::{
    AccessMode, AuthorisedUser, ExternalAccess, Organisation, OrganisationKind, Person, Relationship,
    RelationshipStatus, RoleAssignment, Window,
};
use guestpass_store::{Name, OrganisationId, Revision};
use serde::Serialize;

use super::asking::Asking;
use crate::administration::ground::MANY;
use crate::extract::StrictPath;
use crate::identity::Caller;
use crate::problem::Problem;
use crate::state::ServerState;

/// The operations that open this screen, in one product or the other.
const OPERATIONS: [&str; 2] = ["external-access.list", "partner-status.list"];

/// Whom a customer lets in.
#[derive(Debug, Serialize)]
pub(super) struct Listing {
    /// Whether a partner manages the customer wholly; then nothing here can be changed (S14).
    managed: bool,
    /// One for each organisation that is let in, or was.
    instances: Vec<Instance>,
}

/// One organisation that is let in.
#[derive(Debug, Serialize)]
struct Instance {
    grantee: Grantee,
    /// As it is set; null for a partner that is let in because it manages the customer.
    mode: Option<AccessMode>,
    role_management: bool,
    status: Status,
    /// For `If-Match`; null when there is nothing to change.
    revision: Option<Revision>,
    /// Those whom the partner has authorised; empty for the vendor, all of whose people are meant (F22).
    users: Vec<User>,
}

#[derive(Debug, Serialize)]
struct Grantee {
    id: OrganisationId,
    kind: OrganisationKind,
    name: String,
    domain: String,
}

/// Whether the door is open at this moment (F29, S14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Enabled,
    NotStarted,
    Ended,
    Disabled,
}

/// Somebody who is let in, by name (X7).
#[derive(Debug, Serialize)]
struct User {
    id: String,
    name: String,
    email: String,
    /// The roles that the customer has given them.
    roles: Vec<Name>,
}

pub(super) async fn list(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictPath(organisation): StrictPath<OrganisationId>,
) -> Result<Json<Listing>, Problem> {
    let asking = Asking::new(state, &caller, organisation)?;
    let customer = asking.organisation_for(&OPERATIONS).await?;
    let (directory, id) = (&asking.state.directory, customer.id.as_str());
    let relationships = directory.find::<Relationship>(&[("customer", id)], MANY).await?;
    let manager = relationships
        .iter()
        .map(|kept| &kept.entity)
        .find(|relationship| relationship.managed && relationship.status == RelationshipStatus::Established);
    let mut instances = BTreeMap::new();
    for kept in directory.find::<ExternalAccess>(&[("customer", id)], MANY).await? {
        instances.insert(kept.entity.grantee.clone(), Some(kept));
    }
    if let Some(manager) = manager {
        instances.entry(manager.partner.clone()).or_insert(None);
    }
    let mut listing = Listing { managed: manager.is_some(), instances: Vec::new() };
    for (grantee, kept) in instances {
        let Some(found) = directory.get::<Organisation>(&[grantee.as_str()]).await? else { continue };
        let is_manager = manager.is_some_and(|manager| manager.partner == grantee);
        let access = kept.as_ref().map(|kept| &kept.entity);
        listing.instances.push(Instance {
            grantee: Grantee {
                id: grantee.clone(),
                kind: found.entity.kind,
                name: found.entity.name,
                domain: found.entity.domain,
            },
            mode: access.map(|access| access.mode),
            role_management: access.is_some_and(|access| access.role_management),
            status: if is_manager { Status::Enabled } else { status(access, asking.now_ms) },
            revision: kept.as_ref().map(|kept| kept.revision),
            users: users(&asking, id, grantee.as_str()).await?,
        });
    }
    Ok(Json(listing))
}

/// F12, F29: a period holds its start and not its end.
fn status(access: Option<&ExternalAccess>, now_ms: i64) -> Status {
    match access.map(|access| access.mode) {
        None | Some(AccessMode::Disabled) => Status::Disabled,
        Some(AccessMode::Continuous) => Status::Enabled,
        Some(AccessMode::Period(Window { start_ms, .. })) if now_ms < start_ms => Status::NotStarted,
        Some(AccessMode::Period(Window { end_ms, .. })) if now_ms >= end_ms => Status::Ended,
        Some(AccessMode::Period(_)) => Status::Enabled,
    }
}

async fn users(asking: &Asking, customer: &str, partner: &str) -> Result<Vec<User>, Problem> {
    let directory = &asking.state.directory;
    let authorised = directory.find::<AuthorisedUser>(&[("customer", customer), ("partner", partner)], MANY).await?;
    let mut users = Vec::new();
    for kept in authorised {
        let id = kept.entity.person.to_string();
        let Some(person) = directory.get::<Person>(&[&id]).await? else { continue };
        let held = [("organisation", customer), ("holder_kind", "person"), ("holder", &id)];
        let held = directory.find::<RoleAssignment>(&held, MANY).await?;
        let roles = held.into_iter().map(|kept| kept.entity.role).collect();
        users.push(User { name: person.entity.name, email: person.entity.email, id, roles });
    }
    Ok(users)
}

#[cfg(test)]
mod tests {
    use super::{Status, status};
    use guestpass_store::model::{AccessMode, ExternalAccess, Window};

    #[test]
    fn the_status_is_that_of_the_moment() {
        let period = AccessMode::Period(Window { start_ms: 10, end_ms: 20 });
        for (mode, now_ms, expected) in [
            (AccessMode::Continuous, 0, Status::Enabled),
            (AccessMode::Disabled, 0, Status::Disabled),
            (period, 9, Status::NotStarted),
            (period, 10, Status::Enabled),
            (period, 19, Status::Enabled),
            (period, 20, Status::Ended),
        ] {
            let (customer, grantee) = ("initech".parse().unwrap(), "partner".parse().unwrap());
            let access = ExternalAccess { customer, grantee, mode, role_management: false };
            assert_eq!(status(Some(&access), now_ms), expected, "{mode:?} at {now_ms}");
        }
        assert_eq!(status(None, 0), Status::Disabled);
    }
}
