//! Roles: those of the policy with what they are for (P5), and those that the organisation made for itself (R3).

use axum::Json;
use guestpass_contract::{PolicyInfo, RoleInfo};
use guestpass_store::model::{AppLevel, CustomRole, Organisation, RoleKind};
use guestpass_store::{Name, Revision};
use schemars::JsonSchema;
use serde::Serialize;

use super::asking::Asking;
use crate::administration::catalogue::is_of_policy;
use crate::administration::ground::MANY;
use crate::problem::Problem;

/// The operations that open this screen, in one product or the other.
const OPERATIONS: [&str; 3] = ["role.list", "permission.list", "user.create"];

/// All roles that can be held in an organisation.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Roles")]
pub(super) struct Listing {
    roles: Vec<PolicyRole>,
    custom_roles: Vec<OwnRole>,
    /// The role of people who arrive by themselves (P17).
    default_role: Option<Name>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PolicyRole {
    name: String,
    title: String,
    summary: String,
    functions: Vec<String>,
    designed_for: Vec<String>,
    constraints: Vec<String>,
    kind: &'static str,
    privileges: Vec<String>,
    /// Whether the organisation has it on (P4).
    enabled: bool,
    switchable: bool,
    deprecated: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CustomRole")]
struct OwnRole {
    name: Name,
    kind: RoleKind,
    level: AppLevel,
    privileges: Vec<Name>,
    /// Whether the policy has a role of that name itself, so that this one gives nothing to whoever holds it (R3).
    collides: bool,
    /// For `If-Match`.
    revision: Revision,
}

pub(super) async fn list(asking: Asking) -> Result<Json<Listing>, Problem> {
    let organisation = asking.organisation_for(&OPERATIONS).await?;
    let wanted = [("organisation", organisation.id.as_str())];
    let custom_roles = asking.state.directory.find::<CustomRole>(&wanted, MANY).await?;
    let info = asking.generation.policy().info();
    let custom_roles = custom_roles.into_iter().map(|kept| {
        let CustomRole { name, kind, level, privileges, .. } = kept.entity;
        let collides = is_of_policy(info, name.as_str());
        OwnRole { name, kind, level, privileges, collides, revision: kept.revision }
    });
    Ok(Json(Listing {
        roles: info.roles.iter().map(|role| policy_role(info, role, &organisation)).collect(),
        custom_roles: custom_roles.collect(),
        default_role: organisation.default_role,
    }))
}

fn policy_role(info: &PolicyInfo, role: &RoleInfo, organisation: &Organisation) -> PolicyRole {
    let privileges = role.privileges.iter().filter_map(|given| {
        let privilege = info.privileges.get(usize::from(given.privilege))?;
        Some(privilege.name.clone())
    });
    PolicyRole {
        name: role.name.clone(),
        title: role.title.clone(),
        summary: role.summary.clone(),
        functions: role.functions.clone(),
        designed_for: role.designed_for.clone(),
        constraints: role.constraints.clone(),
        kind: role.kind.name(),
        privileges: privileges.collect(),
        enabled: !organisation.disabled_roles.iter().any(|disabled| disabled.as_str() == role.name),
        switchable: role.switchable,
        deprecated: role.deprecated,
    }
}
