//! The people of an organisation, with their roles in it (P19).

use axum::Json;
use guestpass_store::model::{Login, Person, RoleAssignment};
use guestpass_store::{Name, PersonId, Revision};
use schemars::JsonSchema;
use serde::Serialize;

use super::asking::{Asking, Part};
use crate::administration::ground::MANY;
use crate::extract::StrictQuery;
use crate::problem::Problem;

/// The operations that open this screen, in one product or the other.
const OPERATIONS: [&str; 4] = ["people.list", "user-access.update", "invitation.create", "user.create"];

/// A part of the people.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "People")]
pub(super) struct Listing {
    people: Vec<Listed>,
    /// What to give as `after` for the next part; null when this is the last.
    next: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListedPerson")]
struct Listed {
    id: PersonId,
    name: String,
    email: String,
    login: Login,
    roles: Vec<Held>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "HeldRole")]
struct Held {
    role: Name,
    on_resource: Option<Name>,
    /// Who gave it (C39).
    assigned_by: Option<PersonId>,
    /// For `If-Match`, when the role is given anew or taken away.
    revision: Revision,
}

pub(super) async fn list(asking: Asking, StrictQuery(part): StrictQuery<Part>) -> Result<Json<Listing>, Problem> {
    let organisation = asking.organisation_for(&OPERATIONS).await?.id;
    let directory = &asking.state.directory;
    let (home, after) = ([("home", organisation.as_str())], part.after());
    let read = directory.find_after::<Person>(&home, after.as_slice(), part.count_to_read()).await?;
    let (part, next) = part.of(&read, |kept| kept.entity.id.as_str());
    let mut people = Vec::new();
    for kept in part {
        let Person { id, name, email, login, .. } = kept.entity.clone();
        let held = [("organisation", organisation.as_str()), ("holder_kind", "person"), ("holder", id.as_str())];
        let held = directory.find::<RoleAssignment>(&held, MANY).await?;
        let roles = held.into_iter().map(|kept| {
            let RoleAssignment { role, on_resource, assigned_by, .. } = kept.entity;
            Held { role, on_resource, assigned_by, revision: kept.revision }
        });
        people.push(Listed { roles: roles.collect(), id, name, email, login });
    }
    Ok(Json(Listing { people, next }))
}
