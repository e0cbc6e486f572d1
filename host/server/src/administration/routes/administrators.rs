//! Who the administrators are: every customer may know that (C20).

use axum::Json;
use guestpass_store::OrganisationId;
use guestpass_store::model::{CustomRole, Holder, Person, RoleAssignment};
use schemars::JsonSchema;
use serde::Serialize;

use super::asking::Asking;
use crate::administration::ground::MANY;
use crate::problem::Problem;

const OPERATION: &str = "administrators.list";
/// The role that opens all accounts.
const ROLE: &str = "ADMINISTRATOR";

/// Everybody who holds the role, anywhere.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Administrators")]
pub(super) struct Listing {
    administrators: Vec<Administrator>,
}

/// An account with the name of the person behind it (C24).
#[derive(Debug, Serialize, JsonSchema)]
struct Administrator {
    name: String,
    email: String,
    organisation: OrganisationId,
}

pub(super) async fn list(asking: Asking) -> Result<Json<Listing>, Problem> {
    asking.organisation_for(&[OPERATION]).await?;
    let directory = &asking.state.directory;
    let mut administrators = Vec::new();
    for kept in directory.find::<RoleAssignment>(&[("role", ROLE)], MANY).await? {
        // A role that an organisation made for itself by that name opens nothing.
        if directory.get::<CustomRole>(&[kept.entity.organisation.as_str(), ROLE]).await?.is_some() {
            continue;
        }
        let Holder::Person(id) = kept.entity.holder else { continue };
        let Some(person) = directory.get::<Person>(&[id.as_str()]).await? else { continue };
        let Person { name, email, .. } = person.entity;
        administrators.push(Administrator { name, email, organisation: kept.entity.organisation });
    }
    Ok(Json(Listing { administrators }))
}
