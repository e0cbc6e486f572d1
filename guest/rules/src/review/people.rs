//! People who are added or arrive by themselves, and the role that those get (P4, P11, P15, P17, P18).

use super::assignments::judge_person;
use super::named_role::{self, NamedRole};
use super::partner_users::is_listed_twice;
use super::{Context, Findings};
use crate::change::{Arrival, NewPerson, Refusal, Warning};
use crate::check;
use crate::identifiers::{EntityId, RoleName};

pub(super) fn add<'a>(context: &Context<'_, 'a>, person: &NewPerson<'a>, findings: &mut Findings<'a>) {
    let facts = context.change_facts;
    match person.arrival {
        Arrival::Manual => add_by_hand(context, person, findings),
        Arrival::Sso => arrive(context, person, facts.sso_arrivals, findings),
        Arrival::AccountRequest => arrive(context, person, facts.account_requests, findings),
    }
    if let Some(known) = &facts.person {
        let email = if known.email.is_empty() { person.email } else { known.email };
        findings.warn_if(is_listed_twice(context, known, email), Warning::DualListed);
    }
}

pub(super) fn set_default_role<'a>(context: &Context<'_, 'a>, role: Option<RoleName<'a>>, findings: &mut Findings<'a>) {
    let facts = context.change_facts;
    match role {
        Some(name) => {
            let role = named_role::assignable(context, name, findings);
            let is_wrong = role.is_some_and(|role| !role.is_for_a_new_person());
            findings.refuse_if(is_wrong, Refusal::WrongHolder);
            // C14: whoever arrives gets it from whoever chose it.
            if let Some(role) = role {
                refuse_who_may_not_assign(context, role, findings);
            }
        }
        None => findings.warn_if(facts.sso_arrivals || facts.account_requests, Warning::NoDefaultRole),
    }
    findings.warn_if(role == facts.default_role, Warning::NoChange);
}

/// P18: whoever is added by hand is given roles by name; the default role does not apply.
fn add_by_hand<'a>(context: &Context<'_, 'a>, person: &NewPerson<'a>, findings: &mut Findings<'a>) {
    findings.refuse_if(person.roles.is_empty(), Refusal::RoleRequired);
    for &name in &person.roles {
        let Some(role) = named_role::assignable(context, name, findings) else { continue };
        findings.refuse_if(!role.is_for_a_new_person(), Refusal::WrongHolder);
        refuse_who_may_not_assign(context, role, findings);
        let Some(role) = role.of_policy() else { continue };
        judge_person(context, role, EntityId(person.email), findings);
    }
    findings.roles.clone_from(&person.roles);
}

/// C14: a role that names who assigns it is given by nobody else. A new person holds it for all of the organisation, on
/// no resource.
fn refuse_who_may_not_assign<'a>(context: &Context<'_, 'a>, role: NamedRole<'_, 'a>, findings: &mut Findings<'a>) {
    let Some(assigners) = role.of_policy().and_then(|role| role.assigned_by.as_ref()) else { return };
    let may_assign = check::holds_assigner(context.policy, context.facts, assigners, None, context.now);
    findings.refuse_if(!may_assign, Refusal::NotAnAssigner);
}

/// P17: whoever arrives in a way that is open gets the default role, and no other.
fn arrive<'a>(context: &Context<'_, 'a>, person: &NewPerson<'a>, is_open: bool, findings: &mut Findings<'a>) {
    findings.refuse_if(!is_open, Refusal::ArrivalDisabled);
    findings.refuse_if(!person.roles.is_empty(), Refusal::RoleNotChosen);
    let default = context.change_facts.default_role.filter(|&name| is_usable_default(context, name));
    findings.warn_if(default.is_none(), Warning::NoDefaultRole);
    findings.roles.extend(default);
}

/// Whether a person who arrives now can hold the role; what was chosen once may have changed since.
fn is_usable_default(context: &Context<'_, '_>, name: RoleName<'_>) -> bool {
    let is_enabled = !context.facts.disabled_roles.contains(&name);
    let role = NamedRole::find(context, name);
    is_enabled && role.is_some_and(|role| !role.is_automatic() && role.is_for_a_new_person())
}
