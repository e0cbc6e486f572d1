//! The facts about the things that a change names.

use super::names::{NameList, Text};
use super::{collect, external, person};
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::change::{ChangePerson, KeptRequest};
use guestpass_rules::limits::{LISTED_USERS_MAX, ROLE_GRANTS_MAX};
use guestpass_rules::{ChangeFacts, EntityId, OrganisationId, Reason, RoleName};

/// The names of a change's facts are roles of one person, and one person holds no more.
const NAMES_MAX: usize = ROLE_GRANTS_MAX;

/// The facts, or why they cannot be relied upon (X5).
pub(crate) fn change_facts(facts: &wit::ChangeFacts) -> Result<ChangeFacts<'_>, Reason> {
    let text = Text::new(&facts.text, Reason::MalformedFacts)?;
    let mut names = NameList::new(text, &facts.names, NAMES_MAX)?;
    let default_role = text.name(facts.default_role)?;
    Ok(ChangeFacts {
        customer_managed: facts.customer_managed,
        instance: external::access(facts.instance)?,
        instances: facts.instances,
        role_assignments: facts.role_assignments,
        partner: person::standing(facts.partner),
        relationship: facts.relationship.map(external::relationship),
        other_relationships: facts.other_relationships,
        managed_elsewhere: facts.managed_elsewhere,
        person: facts.person.as_ref().map(|person| change_person(text, &mut names, person)).transpose()?,
        sso_arrivals: facts.sso_arrivals,
        account_requests: facts.account_requests,
        default_role: (!default_role.is_empty()).then_some(RoleName(default_role)),
        request: facts.request.as_ref().map(|request| kept_request(text, request)).transpose()?,
        company_in_account: facts.company_in_account,
    })
}

fn change_person<'a>(
    text: Text<'a>,
    names: &mut NameList<'a>,
    person: &wit::ChangePerson,
) -> Result<ChangePerson<'a>, Reason> {
    if person.counterparts.len() > LISTED_USERS_MAX {
        return Err(Reason::LimitExceeded);
    }
    Ok(ChangePerson {
        login: person::login(person.login),
        email: text.name(person.email)?,
        identity: text.name(person.identity)?,
        counterparts: collect(&person.counterparts, |user| person::listed_user(text, user))?,
        roles: names.span(person.roles, RoleName)?,
        holds_role: person.holds_role,
    })
}

fn kept_request<'a>(text: Text<'a>, request: &wit::KeptRequest) -> Result<KeptRequest<'a>, Reason> {
    Ok(KeptRequest {
        status: external::request_status(request.status),
        account: OrganisationId(text.name(request.account)?),
        company: EntityId(text.name(request.company)?),
        requested_by: EntityId(text.name(request.requested_by)?),
        created_by: EntityId(text.name(request.created_by)?),
        window: external::window(request.window)?,
    })
}
