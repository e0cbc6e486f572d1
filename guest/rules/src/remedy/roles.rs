//! Which roles could give what a request needs, and which of them the person could be given.

use super::needs::Needs;
use crate::check;
use crate::decision::RoleReference;
use crate::facts::{AppLevel, Facts, Login, PrincipalKind, RoleGrant, RoleKind};
use crate::identifiers::{CustomRoleIndex, EntityId, PrivilegeIndex, RoleIndex, RoleName};
use crate::order::sort;
use crate::policy::{Automatic, Policy, Reach, Role, RolePrivilege};
use crate::request::Request;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// Roles offered for assignment where many would do.
const OFFERED_ROLES_MAX: usize = 3;

/// What no change adds to or takes from, and is looked up often.
pub(super) struct Names<'a> {
    custom_roles: BTreeMap<RoleName<'a>, CustomRoleIndex>,
    groups: BTreeSet<EntityId<'a>>,
}

impl<'a> Names<'a> {
    pub(super) fn of(facts: &Facts<'a>) -> Self {
        let custom_roles = facts.custom_roles.iter().zip((0..).map(CustomRoleIndex));
        Self {
            custom_roles: custom_roles.map(|(role, index)| (role.name, index)).collect(),
            groups: facts.groups.iter().copied().collect(),
        }
    }
}

/// Policy, facts as they would be, and request, where a remedy for the last gate is looked for.
pub(super) struct Catalogue<'c, 'a> {
    pub(super) policy: &'a Policy,
    pub(super) facts: &'c Facts<'a>,
    pub(super) request: &'c Request<'a>,
    pub(super) needs: &'c Needs<'a>,
    pub(super) names: &'c Names<'a>,
    /// Those of the privileges needed that the organisation is entitled to.
    pub(super) entitled: Vec<PrivilegeIndex>,
}

/// Whether the grant gives a role of this kind somewhere: an app role that is on no resource is held nowhere (P13).
pub(super) fn is_somewhere(kind: RoleKind, grant: &RoleGrant<'_>) -> bool {
    kind != RoleKind::App || grant.on_resource.is_some()
}

impl Catalogue<'_, '_> {
    /// The role of that name, wherever it is defined.
    pub(super) fn find(&self, name: RoleName<'_>) -> Option<RoleReference> {
        if let Some(index) = self.policy.role_index(name) {
            return Some(RoleReference::Policy(index));
        }
        self.names.custom_roles.get(&name).copied().map(RoleReference::Custom)
    }

    /// Whether the grant counts for this person at some instant (R1, R2, C18).
    pub(super) fn counts(&self, grant: &RoleGrant<'_>) -> bool {
        let (organisation, principal) = (self.facts.organisation, &self.facts.principal);
        match principal.kind {
            PrincipalKind::Unidentified => false,
            PrincipalKind::Member => {
                let is_held = grant.group.is_none_or(|group| self.names.groups.contains(&group));
                is_held && grant.organisation == organisation
            }
            PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee => {
                grant.group.is_none() && grant.organisation == organisation
            }
            PrincipalKind::ThirdParty => {
                grant.group.is_none() && grant.on_resource.is_none() && grant.organisation == principal.home
            }
        }
    }

    /// Whether the grant reaches the resource asked about.
    pub(super) fn reaches(&self, grant: &RoleGrant<'_>) -> bool {
        grant.on_resource.is_none() || grant.on_resource == self.request.on_resource
    }

    pub(super) fn kind_and_level(&self, role: RoleReference) -> (RoleKind, AppLevel) {
        let found = match role {
            RoleReference::Policy(index) => self.policy.role(index).map(|it| (it.kind, it.level)),
            RoleReference::Custom(index) => self.facts.custom_roles.get(index.as_usize()).map(|it| (it.kind, it.level)),
        };
        found.unwrap_or_default()
    }

    /// Whether holding the role could satisfy the request, on some condition or on none.
    pub(super) fn could_give(&self, role: RoleReference) -> bool {
        match role {
            RoleReference::Policy(index) => self.policy.role(index).is_some_and(|role| self.policy_role_could(role)),
            RoleReference::Custom(_) if self.is_abroad() => false,
            RoleReference::Custom(_) if self.needs.any_role() => true,
            RoleReference::Custom(index) => self.facts.custom_roles.get(index.as_usize()).is_some_and(|role| {
                let mut names = self.entitled.iter().filter_map(|&privilege| self.policy.privilege_name(privilege));
                names.any(|name| role.privileges.contains(name))
            }),
        }
    }

    /// Whether holding the role could satisfy the request through another that comes with it (P14).
    pub(super) fn could_bring(&self, role: RoleReference) -> bool {
        let (kind, level) = self.kind_and_level(role);
        let is_member = self.facts.principal.kind == PrincipalKind::Member;
        is_member && kind == RoleKind::App && level >= AppLevel::View && {
            let automatic = self.policy.automatic_roles().iter().filter_map(|&index| self.policy.role(index));
            automatic.filter(|it| it.automatic == Some(Automatic::AppRole)).any(|it| self.policy_role_could(it))
        }
    }

    /// Whether the role could satisfy the request while a grant of access holds.
    pub(super) fn could_give_with_grant(&self, role: RoleReference) -> bool {
        let RoleReference::Policy(index) = role else { return false };
        let mut given = self.policy.role(index).into_iter().flat_map(|role| &role.privileges);
        self.is_abroad() && given.any(|given| given.reach == Reach::WithGrant && self.is_needed(given))
    }

    /// The roles with the fewest privileges of those that would satisfy the request without a condition, and that this
    /// person may be given.
    pub(super) fn assignable(&self) -> impl Iterator<Item = RoleIndex> {
        let all = self.policy.roles().iter().zip((0..).map(RoleIndex));
        let mut offered: Vec<_> = all
            .filter(|(role, _)| self.may_be_given(role) && self.would_give(role))
            .map(|(role, index)| (self.is_disabled(role), role.privileges.len(), index))
            .collect();
        sort(&mut offered);
        // These two take longer, and are asked until there are enough.
        let is_new = |role: &Role| !self.is_held(role) && self.is_eligible(role);
        let offered = offered.into_iter().map(|(_, _, index)| index);
        offered.filter(move |&index| self.policy.role(index).is_some_and(is_new)).take(OFFERED_ROLES_MAX)
    }

    /// Whether a new grant of the role would count, and nobody advises against it.
    fn may_be_given(&self, role: &Role) -> bool {
        let login = self.facts.principal.login;
        let fits = match role.kind {
            RoleKind::User => login == Login::User,
            RoleKind::Account => login == Login::Account,
            RoleKind::App => login == Login::User && self.request.on_resource.is_some() && !self.is_abroad(),
        };
        fits && role.automatic.is_none() && !role.deprecated
    }

    /// Whether the role is held already, if only in another window: then it need not be given again.
    fn is_held(&self, role: &Role) -> bool {
        let is_held = |grant: &RoleGrant<'_>| {
            is_somewhere(role.kind, grant) && grant.role.0 == role.name && self.counts(grant) && self.reaches(grant)
        };
        self.facts.role_grants.iter().any(is_held)
    }

    fn would_give(&self, role: &Role) -> bool {
        if self.needs.any_role() {
            return !self.is_abroad() || role.privileges.iter().any(|given| given.reach != Reach::Own);
        }
        role.privileges.iter().any(|given| given.condition.is_none() && self.is_felt(given) && self.is_needed(given))
    }

    fn is_eligible(&self, role: &Role) -> bool {
        role.holder_condition.is_none_or(|condition| {
            check::holder_eligible(self.policy, condition, self.facts, None, &role.name) == Ok(true)
        })
    }

    fn is_disabled(&self, role: &Role) -> bool {
        self.facts.disabled_roles.iter().any(|disabled| disabled.0 == role.name)
    }

    fn policy_role_could(&self, role: &Role) -> bool {
        if self.needs.any_role() && !self.is_abroad() {
            return true;
        }
        role.privileges.iter().any(|given| self.is_felt(given) && self.is_needed(given))
    }

    fn is_needed(&self, given: &RolePrivilege) -> bool {
        self.needs.any_role() || self.entitled.binary_search(&given.privilege).is_ok()
    }

    /// Whether what a role gives at this reach has an effect for this person.
    fn is_felt(&self, given: &RolePrivilege) -> bool {
        (given.reach == Reach::Own) != self.is_abroad()
    }

    fn is_abroad(&self) -> bool {
        self.facts.principal.kind == PrincipalKind::ThirdParty
    }
}
