//! Giving roles to holders and taking them away (C2, C9-C24, F10, F14, F26, P4, P11, P13, P15).

use super::named_role::{self, NamedRole};
use super::{Context, Findings};
use crate::change::{ChangePerson, Refusal, RoleAssignment, RoleHolder, Warning};
use crate::check::{self, MissingAttribute};
use crate::facts::{Login, RoleKind};
use crate::identifiers::EntityId;
use crate::policy::Role;

pub(super) fn assign<'a>(context: &Context<'_, 'a>, assignment: &RoleAssignment<'a>, findings: &mut Findings<'a>) {
    let facts = context.change_facts;
    let person = facts.person.as_ref();
    findings.refuse_if(person.is_none(), Refusal::NotFound);
    if let Some(role) = named_role::assignable(context, assignment.role, findings) {
        findings.refuse_if(!fits(role.kind(), assignment, person), Refusal::WrongHolder);
        if let Some(role) = role.of_policy() {
            judge_eligibility(context, role, assignment.holder, findings);
        }
    }
    let holds_role = person.is_some_and(|person| person.holds_role);
    if let RoleHolder::ExternalPerson(_) = assignment.holder {
        findings.refuse_if(facts.customer_managed, Refusal::ManagedCustomer);
        findings.refuse_if(facts.instance.is_none(), Refusal::NotFound);
        let is_ignored = facts.instance.is_some_and(|instance| !instance.role_management);
        findings.warn_if(is_ignored, Warning::RoleManagementOff);
        let is_full = context.is_full("external-access-role-assignments", facts.role_assignments);
        findings.refuse_if(!holds_role && is_full, Refusal::LimitExceeded);
    }
    findings.warn_if(holds_role, Warning::NoChange);
}

pub(super) fn unassign(context: &Context<'_, '_>, assignment: &RoleAssignment<'_>, findings: &mut Findings<'_>) {
    let facts = context.change_facts;
    // A role that no longer exists may be taken away: it gives nothing, and should not stay for good.
    let role = NamedRole::find(context, assignment.role);
    findings.refuse_if(role.is_some_and(NamedRole::is_automatic), Refusal::RoleAutomatic);
    findings.refuse_if(!facts.person.as_ref().is_some_and(|person| person.holds_role), Refusal::NotFound);
    let is_external = matches!(assignment.holder, RoleHolder::ExternalPerson(_));
    findings.refuse_if(is_external && facts.customer_managed, Refusal::ManagedCustomer);
}

/// Whether a role of this kind may be held by such a holder, and on a resource or not (C2, P13). What a person of whom
/// nothing is known signs in with is no reason to refuse as well.
fn fits(kind: RoleKind, assignment: &RoleAssignment<'_>, person: Option<&ChangePerson<'_>>) -> bool {
    let is_for_users = match assignment.holder {
        RoleHolder::Person(_) => person.is_none_or(|person| person.login == Login::User),
        RoleHolder::Group(_) | RoleHolder::ExternalPerson(_) => true,
        RoleHolder::Account(_) => false,
    };
    let is_on_a_resource = assignment.on_resource.is_some();
    match kind {
        RoleKind::User => is_for_users && !is_on_a_resource,
        RoleKind::Account => matches!(assignment.holder, RoleHolder::Account(_)) && !is_on_a_resource,
        RoleKind::App => is_for_users && is_on_a_resource,
    }
}

/// Whether the holder is what the role asks of its holders. A group is not a person: nobody can vouch for all who will
/// ever be in it (C20, C24).
fn judge_eligibility(context: &Context<'_, '_>, role: &Role, holder: RoleHolder<'_>, findings: &mut Findings<'_>) {
    match holder {
        RoleHolder::Group(_) => findings.refuse_if(role.holder_condition.is_some(), Refusal::HolderNotEligible),
        RoleHolder::Person(id) | RoleHolder::Account(id) | RoleHolder::ExternalPerson(id) => {
            if context.change_facts.person.is_some() {
                judge_person(context, role, id, findings);
            }
        }
    }
}

/// Whether the person that the change names is what the role asks of its holders.
pub(super) fn judge_person(context: &Context<'_, '_>, role: &Role, id: EntityId<'_>, findings: &mut Findings<'_>) {
    match is_eligible(context, role, id) {
        Ok(is_eligible) => findings.refuse_if(!is_eligible, Refusal::HolderNotEligible),
        Err(MissingAttribute) => findings.refuse(Refusal::AttributeMissing),
    }
}

/// Whether what the role asks of its holders is true of the person that the change names; an error when nobody knows.
pub(super) fn is_eligible(
    context: &Context<'_, '_>,
    role: &Role,
    person: EntityId<'_>,
) -> Result<bool, MissingAttribute> {
    let Some(condition) = role.holder_condition else { return Ok(true) };
    check::holder_eligible(context.policy, condition, context.facts, Some(person), &role.name)
}
