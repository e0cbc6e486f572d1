//! Which of a partner's people may act for a customer (F20, S6-S10).

use super::relationships::established;
use super::{Context, Findings};
use crate::change::{ChangePerson, Refusal, Warning};
use crate::check::{self, Comparison};
use crate::facts::ListedUser;

pub(super) fn authorise(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let facts = context.change_facts;
    findings.refuse_if(established(facts).is_none(), Refusal::NoRelationship);
    findings.refuse_if(facts.person.is_none(), Refusal::NotFound);
    findings.refuse_if(!facts.partner.own_system_access, Refusal::NoOwnSystemAccess);
    if let Some(person) = &facts.person {
        findings.warn_if(is_listed_twice(context, person, person.email), Warning::DualListed);
    }
    findings.warn_if(facts.partner.authorised, Warning::NoChange);
}

pub(super) fn withdraw(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    findings.refuse_if(!context.change_facts.partner.authorised, Refusal::NotFound);
}

/// Whether the person may also stand on the other list (S9, S10). Somebody who cannot be told apart is a doubt: a
/// warning too many costs less than a sign-in that fails for no visible reason.
pub(super) fn is_listed_twice(context: &Context<'_, '_>, person: &ChangePerson<'_>, email: &str) -> bool {
    let rule = context.policy.entry().same_person;
    let one = ListedUser { email, identity: person.identity };
    person.counterparts.iter().any(|other| check::compare_people(rule, &one, other) != Comparison::Different)
}
