//! The facts about the things that a change names.

use super::facts::{external_access, listed_users, relationship};
use super::words::{login, request_status, standing};
use super::{Lowered, piece, span, window};
use guestpass_contract as contract;
use guestpass_rules as rules;

/// The rules' view of the facts about a change.
///
/// # Errors
/// A plain sentence when a range leaves the text, a span the list, or a window runs backward.
pub fn lower_change_facts(facts: &contract::ChangeFacts) -> Lowered<rules::ChangeFacts<'_>> {
    let text = facts.text.as_str();
    let default_role = match piece(text, facts.default_role)? {
        "" => None,
        name => Some(rules::RoleName(name)),
    };
    Ok(rules::ChangeFacts {
        customer_managed: facts.customer_managed,
        instance: facts.instance.map(external_access).transpose()?,
        instances: facts.instances,
        role_assignments: facts.role_assignments,
        partner: standing(facts.partner),
        relationship: facts.relationship.map(relationship),
        other_relationships: facts.other_relationships,
        managed_elsewhere: facts.managed_elsewhere,
        person: facts.person.as_ref().map(|it| person(text, &facts.names, it)).transpose()?,
        sso_arrivals: facts.sso_arrivals,
        account_requests: facts.account_requests,
        default_role,
        request: facts.request.map(|request| kept_request(text, request)).transpose()?,
        company_in_account: facts.company_in_account,
    })
}

fn person<'a>(
    text: &'a str,
    names: &[contract::TextRange],
    person: &contract::ChangePerson,
) -> Lowered<rules::change::ChangePerson<'a>> {
    Ok(rules::change::ChangePerson {
        login: login(person.login),
        email: piece(text, person.email)?,
        identity: piece(text, person.identity)?,
        counterparts: listed_users(text, &person.counterparts)?,
        roles: span(text, names, person.roles)?.into_iter().map(rules::RoleName).collect(),
        holds_role: person.holds_role,
    })
}

fn kept_request(text: &str, request: contract::KeptRequest) -> Lowered<rules::change::KeptRequest<'_>> {
    Ok(rules::change::KeptRequest {
        status: request_status(request.status),
        account: rules::OrganisationId(piece(text, request.account)?),
        company: rules::EntityId(piece(text, request.company)?),
        requested_by: rules::EntityId(piece(text, request.requested_by)?),
        created_by: rules::EntityId(piece(text, request.created_by)?),
        window: window(request.window)?,
    })
}
