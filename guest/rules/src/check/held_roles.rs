//! Which roles the facts give, worked out once for all requests of a call.

use crate::decision::{Holding, RoleReference};
use crate::facts::{Facts, PrincipalKind, RoleGrant};
use crate::identifiers::{CustomRoleIndex, EntityId, PrivilegeIndex};
use crate::policy::{Policy, PrivilegeSet};
use crate::time::{Instant, Window};
use alloc::vec;
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
}

/// All grants that count, and what the custom roles among them give.
pub(crate) struct HeldRoles<'a> {
    pub(crate) roles: Vec<HeldRole<'a>>,
    /// In the order of the facts; empty for a custom role that nobody holds. Looked up once, because a role may be
    /// asked about for every privilege and instant.
    custom_privileges: Vec<Option<PrivilegeSet>>,
}

impl<'a> HeldRoles<'a> {
    /// The grants that count: of this organisation (R1), to the person or to a group of the person's (R2), of a role
    /// that exists (R16).
    pub(crate) fn of(policy: &Policy, facts: &Facts<'a>) -> Self {
        let counts = |grant: &&RoleGrant<'a>| grant.organisation == facts.organisation && is_held(facts, grant);
        let roles: Vec<_> =
            facts.role_grants.iter().filter(counts).filter_map(|grant| held_role(policy, facts, grant)).collect();
        let mut custom_privileges = vec![None; facts.custom_roles.len()];
        for held in &roles {
            let RoleReference::Custom(index) = held.role else { continue };
            let custom = facts.custom_roles.get(index.as_usize());
            if let (Some(custom), Some(set @ None)) = (custom, custom_privileges.get_mut(index.as_usize())) {
                *set = Some(declared(policy, &custom.privileges));
            }
        }
        Self { roles, custom_privileges }
    }

    pub(crate) fn gives(&self, policy: &Policy, role: RoleReference, privilege: PrivilegeIndex) -> bool {
        match role {
            RoleReference::Policy(role) => policy.role_gives(role, privilege),
            RoleReference::Custom(role) => {
                let set = self.custom_privileges.get(role.as_usize()).and_then(Option::as_ref);
                set.is_some_and(|set| set.contains(privilege))
            }
        }
    }
}

/// Those of a custom role's privileges that the policy declares (R16).
fn declared(policy: &Policy, privileges: &[&str]) -> PrivilegeSet {
    let mut set = PrivilegeSet::none_of(policy.privileges().len());
    privileges.iter().filter_map(|name| policy.privilege_index(name)).for_each(|privilege| set.insert(privilege));
    set
}

/// Whether the person, or a group of the person's, holds the grant. People from outside hold what was assigned to them
/// and never more (F9): the customer's groups are of the customer's own users.
fn is_held(facts: &Facts<'_>, grant: &RoleGrant<'_>) -> bool {
    match (grant.group, facts.principal.kind) {
        (None, _) => true,
        (Some(_), PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee) => false,
        (Some(group), PrincipalKind::Member | PrincipalKind::Unidentified) => facts.groups.contains(&group),
    }
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
