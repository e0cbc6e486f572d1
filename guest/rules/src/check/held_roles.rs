//! Which roles the facts give, worked out once for all requests of a call.

use crate::decision::{Holding, RoleReference};
use crate::facts::{Facts, PrincipalKind, RoleGrant};
use crate::identifiers::{CustomRoleIndex, EntityId, PrivilegeIndex};
use crate::policy::Policy;
use crate::time::{Instant, Window};
use alloc::vec::Vec;

/// A grant that counts in this organisation, with its role found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HeldRole<'a> {
    pub(crate) role: RoleReference,
    pub(crate) name: &'a str,
    pub(crate) held: Holding,
    pub(crate) on_resource: Option<EntityId<'a>>,
    pub(crate) window: Option<Window>,
    /// The organisation has switched the role off (P4).
    pub(crate) disabled: bool,
}

impl HeldRole<'_> {
    /// Whether the grant reaches a request on this resource.
    pub(crate) fn reaches(&self, on_resource: Option<EntityId<'_>>) -> bool {
        self.on_resource.is_none() || self.on_resource == on_resource
    }

    pub(crate) fn gives(&self, policy: &Policy, facts: &Facts<'_>, privilege: PrivilegeIndex) -> bool {
        match self.role {
            RoleReference::Policy(role) => policy.role_gives(role, privilege),
            RoleReference::Custom(role) => {
                let name = policy.privilege_name(privilege);
                let custom = facts.custom_roles.get(role.as_usize());
                custom.is_some_and(|custom| custom.privileges.iter().any(|&held| Some(held) == name))
            }
        }
    }
}

/// The grants that count: of this organisation (R1), to the person or to a group of the person's (R2), of a role that
/// exists (R16).
pub(crate) fn held_roles<'a>(policy: &Policy, facts: &Facts<'a>) -> Vec<HeldRole<'a>> {
    let counts = |grant: &&RoleGrant<'a>| {
        grant.organisation == facts.organisation && grant.group.is_none_or(|group| facts.groups.contains(&group))
    };
    facts.role_grants.iter().filter(counts).filter_map(|grant| held_role(policy, facts, grant)).collect()
}

fn held_role<'a>(policy: &Policy, facts: &Facts<'a>, grant: &RoleGrant<'a>) -> Option<HeldRole<'a>> {
    let role = match policy.role_index(grant.role) {
        Some(index) => RoleReference::Policy(index),
        None => {
            let position = facts.custom_roles.iter().position(|role| role.name == grant.role)?;
            RoleReference::Custom(CustomRoleIndex(u16::try_from(position).ok()?))
        }
    };
    let held = match (facts.principal.kind, grant.on_resource, grant.group) {
        (PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee, _, _) => Holding::External,
        (_, Some(_), _) => Holding::AppRole,
        (_, None, Some(_)) => Holding::Group,
        (_, None, None) => Holding::Direct,
    };
    Some(HeldRole {
        role,
        name: grant.role.0,
        held,
        on_resource: grant.on_resource,
        window: grant.window,
        disabled: facts.disabled_roles.contains(&grant.role),
    })
}

/// Adds the two instants at which a window changes anything.
pub(crate) fn push_boundaries(boundaries: &mut Vec<Instant>, window: Window) {
    boundaries.push(window.start());
    boundaries.push(window.end());
}
