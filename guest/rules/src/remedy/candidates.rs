//! Which single changes address the reason of a denial.

use super::Remedy;
use super::needs::{Needs, missing_entitlement};
use super::roles::{Catalogue, is_somewhere};
use super::search::Search;
use super::step::Step;
use crate::check::is_managed;
use crate::decision::{Reason, RoleReference};
use crate::facts::{AccessMode, Facts, PrincipalKind, RequestStatus};
use crate::gate::Gate;
use crate::policy::Policy;
use crate::time::{Instant, Position, Window};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// Every change that may take the request past the gate that it failed, for this reason, with these facts.
pub(super) fn addressing<'a>(search: &Search<'_, 'a>, facts: &Facts<'a>, reason: Reason) -> Vec<Step> {
    let Search { policy, request, needs, .. } = *search;
    let one = |remedy: Remedy| Vec::from([Step::from(remedy)]);
    match reason {
        Reason::NotEntitled => entitlements(policy, facts, needs).collect(),
        Reason::NoRelationship | Reason::RelationshipEnded => one(Remedy::EstablishRelationship),
        Reason::PartnerNotAccredited => one(Remedy::AccreditPartner),
        Reason::DomainNotEnabled => one(Remedy::EnableDomain),
        Reason::NoPartnerServiceLayer => one(Remedy::GivePartnerServiceLayer),
        Reason::NoOwnSystemAccess => one(Remedy::GiveOwnSystemAccess),
        Reason::NotAuthorised => one(Remedy::AuthoriseUser),
        Reason::SsoNotEnabled => one(Remedy::EnableSso),
        // Somebody listed who cannot be told apart from the person stands in the way like the person.
        Reason::DualListed | Reason::RuleError => one(Remedy::RemoveListing),
        Reason::NoExternalAccess | Reason::AccessDisabled => one(Remedy::EnableAccess),
        Reason::WindowNotStarted | Reason::WindowEnded => match outside_of_access(policy, facts, needs, request.now) {
            Some(Position::Before) => one(Remedy::AdvanceAccess),
            Some(_) => one(Remedy::ExtendAccess),
            None => privilege_gate(search, facts),
        },
        Reason::NoRoleAssigned
        | Reason::RoleDisabled
        | Reason::NoAccessGrant
        | Reason::RequestPending
        | Reason::GrantRevoked
        | Reason::HolderNotEligible
        | Reason::ConditionNotMet
        | Reason::AttributeMissing
        | Reason::NoPrivilege => privilege_gate(search, facts),
        Reason::Granted
        | Reason::NoRoleRequired
        | Reason::NotIdentified
        | Reason::MalformedFacts
        | Reason::MalformedRequest
        | Reason::MalformedExpression
        | Reason::UnknownApi
        | Reason::LimitExceeded => Vec::new(),
    }
}

/// What the organisation could buy, each once (F1).
fn entitlements<'s>(policy: &'s Policy, facts: &'s Facts<'_>, needs: &'s Needs<'_>) -> impl Iterator<Item = Step> + 's {
    let mut offered = Vec::new();
    needs.privileges().iter().filter_map(move |&privilege| {
        let missing = missing_entitlement(policy, facts, privilege)?;
        let is_new = !offered.contains(&missing);
        offered.push(missing);
        is_new.then(|| Step::from(Remedy::BuyEntitlement(privilege)))
    })
}

/// Where the instant lies in relation to a period of external access that keeps the request out.
fn outside_of_access(policy: &Policy, facts: &Facts<'_>, needs: &Needs<'_>, now: Instant) -> Option<Position> {
    let gates = match facts.principal.kind {
        PrincipalKind::PartnerUser => &policy.entry().partner_gates,
        PrincipalKind::VendorEmployee => &policy.entry().vendor_gates,
        PrincipalKind::Unidentified | PrincipalKind::Member | PrincipalKind::ThirdParty => return None,
    };
    if !gates.contains(&Gate::AccessMode) || !needs.keeps(Gate::AccessMode) {
        return None;
    }
    match facts.external_access?.mode {
        AccessMode::Period(window) => Some(window.position(now)).filter(|&position| position != Position::Inside),
        AccessMode::Continuous | AccessMode::Disabled => None,
    }
}

/// At the last gate the reason names the nearest miss. Another change may be enough all the same, so all are tried.
fn privilege_gate<'a>(search: &Search<'_, 'a>, facts: &Facts<'a>) -> Vec<Step> {
    let Search { policy, ref request, needs, ref names, .. } = *search;
    let entitled = needs.entitled(policy, facts);
    let mut steps: Vec<Step> = entitlements(policy, facts, needs).collect();
    let catalogue = Catalogue { policy, facts, request, needs, names, entitled };
    if let PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee = facts.principal.kind {
        let role_management = facts.external_access.map(|access| access.role_management);
        if is_managed(facts) || role_management == Some(false) {
            // With full access no role counts.
            return steps;
        }
        let mut entitled = catalogue.entitled.iter();
        if needs.any_role() || entitled.any(|&privilege| policy.full_access_gives(privilege)) {
            let restricted = role_management.is_some();
            steps.push(Step::from(if restricted { Remedy::DisableRoleManagement } else { Remedy::EnableAccess }));
        }
    }
    push_enabled_roles(&catalogue, &mut steps);
    let may_be_granted = push_moved_roles(&catalogue, &mut steps);
    steps.extend(catalogue.assignable().map(|role| Step::from(Remedy::AssignRole(role))));
    if may_be_granted {
        push_access_grants(&catalogue, &mut steps);
    }
    steps
}

/// Roles that are held and switched off (P4).
fn push_enabled_roles(catalogue: &Catalogue<'_, '_>, steps: &mut Vec<Step>) {
    for &name in &catalogue.facts.disabled_roles {
        let Some(role) = catalogue.find(name) else { continue };
        let is_automatic = match role {
            RoleReference::Policy(index) => catalogue.policy.automatic_roles().contains(&index),
            RoleReference::Custom(_) => false,
        };
        let mut grants = catalogue.facts.role_grants.iter().filter(|grant| grant.role == name);
        let is_held = is_automatic || grants.any(|grant| catalogue.counts(grant));
        if is_held && (catalogue.could_give(role) || catalogue.could_bring(role)) {
            steps.push(Step::from(Remedy::EnableRole(role)));
        }
    }
}

/// Grants of roles that begin later or have ended (C35). Says whether a role is held that a grant of access would help.
fn push_moved_roles(catalogue: &Catalogue<'_, '_>, steps: &mut Vec<Step>) -> bool {
    let mut may_be_granted = false;
    // Of many grants that would do the same, one is enough.
    let mut seen = BTreeSet::new();
    for (position, grant) in catalogue.facts.role_grants.iter().enumerate() {
        if !catalogue.counts(grant) {
            continue;
        }
        let Some(role) = catalogue.find(grant.role) else { continue };
        if !is_somewhere(catalogue.kind_and_level(role).0, grant) {
            continue;
        }
        may_be_granted |= catalogue.could_give_with_grant(role);
        let moved = [Remedy::AdvanceRole(role), Remedy::ExtendRole(role)];
        let Some(remedy) = grant.window.and_then(|window| moving(window, catalogue.request.now, moved)) else {
            continue;
        };
        let reaches = catalogue.reaches(grant);
        let is_useful = catalogue.could_give(role) && reaches || catalogue.could_bring(role);
        if is_useful && seen.insert((remedy, reaches)) {
            steps.push(Step { remedy, position });
        }
    }
    may_be_granted
}

/// What could be done about the access of the person's own organisation (C29-C38).
fn push_access_grants(catalogue: &Catalogue<'_, '_>, steps: &mut Vec<Step>) {
    let (now, on_resource) = (catalogue.request.now, catalogue.request.on_resource);
    // Nobody asks again for what has been asked for, or what has been granted.
    let mut is_in_hand = false;
    let mut seen = BTreeSet::new();
    for (position, grant) in catalogue.facts.access_grants.iter().enumerate() {
        if grant.on_resource.is_some() && grant.on_resource != on_resource {
            continue;
        }
        let is_now = grant.window.holds(now);
        let remedy = match grant.status {
            RequestStatus::Pending => {
                is_in_hand |= is_now;
                Some(Remedy::GrantRequest)
            }
            RequestStatus::Granted => {
                is_in_hand = true;
                moving(grant.window, now, [Remedy::AdvanceAccessGrant, Remedy::ExtendAccessGrant])
            }
            RequestStatus::Rejected | RequestStatus::Withdrawn | RequestStatus::Revoked => None,
        };
        let Some(remedy) = remedy else { continue };
        if seen.insert((remedy, is_now)) {
            steps.push(Step { remedy, position });
        }
    }
    steps.extend((!is_in_hand).then(|| Step::from(Remedy::ObtainAccessGrant)));
}

/// Of the remedies that advance and extend a window the one that would make it hold the instant; none when it does.
fn moving(window: Window, now: Instant, [advance, extend]: [Remedy; 2]) -> Option<Remedy> {
    match window.position(now) {
        Position::Before => Some(advance),
        Position::Inside => None,
        Position::After => Some(extend),
    }
}
