//! A partner's list of customers (S1-S5, S19-S21).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass_store::model::{AuthorisedUser, Organisation, OrganisationKind, Relationship, RelationshipStatus};
use guestpass_store::{Kept, OrganisationId, PersonId, Revision};
use serde::Serialize;

use super::asking::{Asking, Part};
use crate::administration::ground::MANY;
use crate::extract::{StrictPath, StrictQuery};
use crate::identity::Caller;
use crate::problem::Problem;
use crate::state::ServerState;

const LIST: &str = "partner-access.list";
const USERS: &str = "partner-access.users";
const STATUS: &str = "partner-access.status";
/// S19, S20: what the customer allows.
const LINK: &str = "sign-in-link.access";
/// S13, S21: what the customer, the partner and the person allow together.
const SIGN_IN: &str = "customer.sign-in";

/// A part of a partner's customers.
#[derive(Debug, Serialize)]
pub(super) struct Listing {
    customers: Vec<Row>,
    /// What to give as `after` for the next part; null when this is the last.
    next: Option<String>,
}

/// A customer whose relationship stands, whether or not its access is on (S3).
#[derive(Debug, Serialize)]
struct Row {
    id: OrganisationId,
    name: String,
    domain: String,
    managed: bool,
    /// Whether the customer lets the partner in now (S4, S5).
    access_enabled: bool,
    /// Those whom the partner has authorised; null for who may not see them.
    authorised_users: Option<Vec<PersonId>>,
    /// Whether the person who asks is shown a link to sign in (S19-S21).
    link_visible: bool,
    /// Whether the person who asks could sign in (S21).
    sign_in: bool,
    /// Of the relationship, for `If-Match`.
    revision: Revision,
}

pub(super) async fn list(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictPath(organisation): StrictPath<OrganisationId>,
    StrictQuery(part): StrictQuery<Part>,
) -> Result<Json<Listing>, Problem> {
    let asking = Asking::new(state, &caller, organisation)?;
    let partner = asking.organisation_for(&[LIST]).await?;
    if partner.kind != OrganisationKind::Partner {
        return Ok(Json(Listing { customers: Vec::new(), next: None }));
    }
    let material = asking.material(&partner.id, None).await?;
    let may_see_users = asking.allows(&material, USERS)?;
    let relationships = asking.state.directory.find::<Relationship>(&[("partner", partner.id.as_str())], MANY).await?;
    let mut standing: Vec<_> =
        relationships.into_iter().filter(|kept| kept.entity.status == RelationshipStatus::Established).collect();
    standing.sort_by(|one, other| one.entity.customer.cmp(&other.entity.customer));
    let (standing, next) = part.of(&standing, |kept| kept.entity.customer.as_str());
    let mut customers = Vec::new();
    for kept in standing {
        customers.extend(row(&asking, kept, may_see_users).await?);
    }
    Ok(Json(Listing { customers, next }))
}

async fn row(asking: &Asking, kept: &Kept<Relationship>, may_see_users: bool) -> Result<Option<Row>, Problem> {
    let Relationship { customer, partner, managed, .. } = &kept.entity;
    let directory = &asking.state.directory;
    let Some(found) = directory.get::<Organisation>(&[customer.as_str()]).await? else { return Ok(None) };
    let authorised_users = if may_see_users {
        let wanted = [("customer", customer.as_str()), ("partner", partner.as_str())];
        let users = directory.find::<AuthorisedUser>(&wanted, MANY).await?;
        Some(users.into_iter().map(|user| user.entity.person).collect())
    } else {
        None
    };
    // What the person who asks may do there, by the customer's side of it.
    let material = asking.material(customer, None).await?;
    Ok(Some(Row {
        id: customer.clone(),
        name: found.entity.name,
        domain: found.entity.domain,
        managed: *managed,
        access_enabled: asking.allows(&material, STATUS)?,
        authorised_users,
        link_visible: asking.allows(&material, LINK)?,
        sign_in: asking.allows(&material, SIGN_IN)?,
        revision: kept.revision,
    }))
}
