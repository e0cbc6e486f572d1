//! Makes a single change on a copy of the facts.

use super::Remedy;
use crate::decision::RoleReference;
use crate::facts::{
    AccessGrant, AccessMode, ExternalAccess, Facts, PrincipalKind, Relationship, RelationshipStatus, RequestStatus,
    RoleGrant, RoleKind,
};
use crate::identifiers::{EntitlementName, RoleIndex, RoleName};
use crate::policy::Policy;
use crate::request::Request;
use crate::time::{Instant, Window};

/// A remedy, and the grant of a role or of access that it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step {
    pub(super) remedy: Remedy,
    /// Position of the grant among those of the facts; 0 where there is nothing to choose.
    pub(super) position: usize,
}

impl From<Remedy> for Step {
    fn from(remedy: Remedy) -> Self {
        Self { remedy, position: 0 }
    }
}

impl Step {
    /// Makes the change. What is not there to be changed stays as it is, and the request stays denied.
    pub(super) fn apply<'a>(self, policy: &'a Policy, request: &Request<'a>, facts: &mut Facts<'a>) {
        let now = request.now;
        let partner = &mut facts.principal.partner;
        match self.remedy {
            Remedy::BuyEntitlement(privilege) => {
                facts.entitlements.extend(policy.entitlement_for(privilege).map(EntitlementName));
            }
            Remedy::EstablishRelationship => {
                let managed = facts.relationship.is_some_and(|relationship| relationship.managed);
                facts.relationship = Some(Relationship { status: RelationshipStatus::Established, managed });
            }
            Remedy::AccreditPartner => partner.accredited = true,
            Remedy::EnableDomain => partner.domain_enabled = true,
            Remedy::GivePartnerServiceLayer => partner.partner_service_layer = true,
            Remedy::GiveOwnSystemAccess => partner.own_system_access = true,
            Remedy::AuthoriseUser => partner.authorised = true,
            Remedy::EnableSso => partner.sso_enabled = true,
            Remedy::RemoveListing => facts.listed_users.clear(),
            Remedy::EnableAccess => {
                let role_management = facts.external_access.is_some_and(|access| access.role_management);
                facts.external_access = Some(ExternalAccess { mode: AccessMode::Continuous, role_management });
            }
            Remedy::AdvanceAccess => move_access(facts, |window| advanced(window, now)),
            Remedy::ExtendAccess => move_access(facts, |window| extended(window, now)),
            Remedy::DisableRoleManagement => {
                facts.external_access.iter_mut().for_each(|access| access.role_management = false);
            }
            Remedy::EnableRole(role) => {
                let name = name_of(policy, facts, role);
                facts.disabled_roles.retain(|disabled| Some(*disabled) != name);
            }
            Remedy::AdvanceRole(_) => self.move_role(facts, |window| advanced(window, now)),
            Remedy::ExtendRole(_) => self.move_role(facts, |window| extended(window, now)),
            Remedy::AssignRole(role) => facts.role_grants.extend(new_grant(policy, request, facts, role)),
            Remedy::ObtainAccessGrant => {
                let window = extended_from(now, now);
                let on_resource = request.on_resource;
                let granted = |window| AccessGrant { status: RequestStatus::Granted, on_resource, window };
                facts.access_grants.extend(window.map(granted));
            }
            Remedy::GrantRequest => {
                let request = facts.access_grants.get_mut(self.position);
                request.into_iter().for_each(|request| request.status = RequestStatus::Granted);
            }
            Remedy::AdvanceAccessGrant => self.move_access_grant(facts, |window| advanced(window, now)),
            Remedy::ExtendAccessGrant => self.move_access_grant(facts, |window| extended(window, now)),
        }
    }

    fn move_role(self, facts: &mut Facts<'_>, moved: impl Fn(Window) -> Option<Window>) {
        let Some(grant) = facts.role_grants.get_mut(self.position) else { return };
        grant.window = grant.window.map(|window| moved(window).unwrap_or(window));
    }

    fn move_access_grant(self, facts: &mut Facts<'_>, moved: impl Fn(Window) -> Option<Window>) {
        let Some(grant) = facts.access_grants.get_mut(self.position) else { return };
        grant.window = moved(grant.window).unwrap_or(grant.window);
    }
}

fn move_access(facts: &mut Facts<'_>, moved: impl Fn(Window) -> Option<Window>) {
    let Some(ExternalAccess { mode: AccessMode::Period(window), .. }) = &mut facts.external_access else { return };
    *window = moved(*window).unwrap_or(*window);
}

/// A window that begins at `now` or has begun.
fn advanced(window: Window, now: Instant) -> Option<Window> {
    Window::new(window.start().min(now), window.end())
}

/// A window that ends after `now`.
fn extended(window: Window, now: Instant) -> Option<Window> {
    if window.end() > now { Some(window) } else { extended_from(window.start(), now) }
}

/// A window that holds `now` last; none at the end of time.
fn extended_from(start: Instant, now: Instant) -> Option<Window> {
    now.0.checked_add(1).and_then(|end| Window::new(start, Instant(end)))
}

/// The role as the person would be given it: at home for a third party, on the resource asked about for an app role.
fn new_grant<'a>(
    policy: &'a Policy,
    request: &Request<'a>,
    facts: &Facts<'a>,
    role: RoleIndex,
) -> Option<RoleGrant<'a>> {
    let role = policy.role(role)?;
    let principal = &facts.principal;
    let is_abroad = principal.kind == PrincipalKind::ThirdParty;
    Some(RoleGrant {
        role: RoleName(&role.name),
        organisation: if is_abroad { principal.home } else { facts.organisation },
        group: None,
        on_resource: if role.kind == RoleKind::App { request.on_resource } else { None },
        window: None,
    })
}

fn name_of<'a>(policy: &'a Policy, facts: &Facts<'a>, role: RoleReference) -> Option<RoleName<'a>> {
    match role {
        RoleReference::Policy(index) => policy.role(index).map(|role| RoleName(&role.name)),
        RoleReference::Custom(index) => facts.custom_roles.get(index.as_usize()).map(|role| role.name),
    }
}
