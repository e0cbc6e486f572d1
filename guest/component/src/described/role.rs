//! Roles.

use super::condition_number;
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use crate::lifted;
use guestpass_rules::policy::{Assigner, Automatic, Reach, Role, RolePrivilege};

pub(super) fn role(role: &Role) -> wit::RoleInfo {
    wit::RoleInfo {
        name: role.name.clone(),
        title: role.title.clone(),
        summary: role.summary.clone(),
        functions: role.functions.clone(),
        designed_for: role.designed_for.clone(),
        constraints: role.constraints.clone(),
        kind: lifted::role_kind(role.kind),
        level: lifted::app_level(role.level),
        automatic: role.automatic.map(automatic),
        privileges: role.privileges.iter().map(privilege).collect(),
        assigned_by: role.assigned_by.as_ref().map(|assigners| assigners.iter().map(assigner).collect()),
        holder_condition: role.holder_condition.map(condition_number),
        run_scoped: role.run_scoped,
        switchable: role.switchable,
        deprecated: role.deprecated,
    }
}

fn automatic(automatic: Automatic) -> wit::Automatic {
    match automatic {
        Automatic::Everyone => wit::Automatic::Everyone,
        Automatic::UserLogin => wit::Automatic::UserLogin,
        Automatic::AccountLogin => wit::Automatic::AccountLogin,
        Automatic::AppRole => wit::Automatic::AppRole,
    }
}

fn privilege(given: &RolePrivilege) -> wit::RolePrivilege {
    wit::RolePrivilege {
        privilege: given.privilege.0,
        reach: match given.reach {
            Reach::Own => wit::Reach::Own,
            Reach::ThirdParty => wit::Reach::ThirdParty,
            Reach::WithGrant => wit::Reach::WithGrant,
        },
        condition: given.condition.map(condition_number),
    }
}

fn assigner(assigner: &Assigner) -> wit::Assigner {
    wit::Assigner { role: assigner.role.0, needs_grant: assigner.needs_grant }
}
