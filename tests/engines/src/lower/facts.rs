//! The facts about the person asking.

use super::words::{app_level, login, principal_kind, relationship_status, request_status, role_kind, standing};
use super::{Lowered, piece, span, window};
use guestpass_contract as contract;
use guestpass_rules as rules;

/// The rules' view of the contract's facts.
pub struct LoweredFacts<'a> {
    /// The facts.
    pub facts: rules::Facts<'a>,
}

impl<'a> LoweredFacts<'a> {
    /// Reads every name out of the text.
    ///
    /// # Errors
    /// A plain sentence when a range leaves the text, a span the list, or a window runs backward.
    pub fn new(facts: &'a contract::Facts) -> Lowered<Self> {
        let text = facts.text.as_str();
        let names = |range| span(text, &facts.names, range);
        let facts = rules::Facts {
            organisation: rules::OrganisationId(piece(text, facts.organisation)?),
            entitlements: names(facts.entitlements)?.into_iter().map(rules::EntitlementName).collect(),
            principal: principal(text, facts.principal)?,
            relationship: facts.relationship.map(relationship),
            external_access: facts.external_access.map(external_access).transpose()?,
            listed_users: listed_users(text, &facts.listed_users)?,
            groups: names(facts.groups)?.into_iter().map(rules::EntityId).collect(),
            role_grants: facts.role_grants.iter().map(|grant| role_grant(text, grant)).collect::<Lowered<_>>()?,
            custom_roles: facts.custom_roles.iter().map(|role| custom_role(text, role)).collect::<Lowered<_>>()?,
            disabled_roles: names(facts.disabled_roles)?.into_iter().map(rules::RoleName).collect(),
            access_grants: facts.access_grants.iter().map(|grant| access_grant(text, grant)).collect::<Lowered<_>>()?,
            attributes: facts
                .attributes
                .iter()
                .map(|attribute| lower_attribute(text, &facts.names, attribute))
                .collect::<Lowered<_>>()?,
        };
        Ok(Self { facts })
    }
}

fn principal(text: &str, principal: contract::Principal) -> Lowered<rules::Principal<'_>> {
    Ok(rules::Principal {
        kind: principal_kind(principal.kind),
        login: login(principal.login),
        id: rules::EntityId(piece(text, principal.id)?),
        email: piece(text, principal.email)?,
        identity: piece(text, principal.identity)?,
        home: rules::OrganisationId(piece(text, principal.home)?),
        partner: standing(principal.partner),
    })
}

pub(super) fn relationship(relationship: contract::Relationship) -> rules::Relationship {
    rules::Relationship { status: relationship_status(relationship.status), managed: relationship.managed }
}

pub(super) fn external_access(access: contract::ExternalAccess) -> Lowered<rules::ExternalAccess> {
    let mode = match access.mode {
        contract::AccessMode::Continuous => rules::AccessMode::Continuous,
        contract::AccessMode::Period(period) => rules::AccessMode::Period(window(period)?),
        contract::AccessMode::Disabled => rules::AccessMode::Disabled,
    };
    Ok(rules::ExternalAccess { mode, role_management: access.role_management })
}

pub(super) fn listed_users<'a>(text: &'a str, users: &[contract::ListedUser]) -> Lowered<Vec<rules::ListedUser<'a>>> {
    let lower = |user: &contract::ListedUser| {
        Ok(rules::ListedUser { email: piece(text, user.email)?, identity: piece(text, user.identity)? })
    };
    users.iter().map(lower).collect()
}

fn role_grant<'a>(text: &'a str, grant: &contract::RoleGrant) -> Lowered<rules::RoleGrant<'a>> {
    Ok(rules::RoleGrant {
        role: rules::RoleName(piece(text, grant.role)?),
        organisation: rules::OrganisationId(piece(text, grant.organisation)?),
        group: optional_entity(text, grant.group)?,
        on_resource: optional_entity(text, grant.on_resource)?,
        window: grant.window.map(window).transpose()?,
    })
}

fn custom_role<'a>(text: &'a str, role: &contract::CustomRole) -> Lowered<rules::CustomRole<'a>> {
    Ok(rules::CustomRole {
        name: rules::RoleName(piece(text, role.name)?),
        kind: role_kind(role.kind),
        level: app_level(role.level),
        privileges: rules::PrivilegeNames(piece(text, role.privileges)?),
    })
}

fn access_grant<'a>(text: &'a str, grant: &contract::AccessGrant) -> Lowered<rules::AccessGrant<'a>> {
    Ok(rules::AccessGrant {
        status: request_status(grant.status),
        on_resource: optional_entity(text, grant.on_resource)?,
        window: window(grant.window)?,
    })
}

fn optional_entity(text: &str, range: Option<contract::TextRange>) -> Lowered<Option<rules::EntityId<'_>>> {
    range.map(|range| piece(text, range).map(rules::EntityId)).transpose()
}

fn lower_attribute<'a>(
    text: &'a str,
    names: &[contract::TextRange],
    attribute: &contract::Attribute,
) -> Lowered<rules::Attribute<'a>> {
    use contract::{AttributeSubject as Subject, AttributeValue as Value};
    Ok(rules::Attribute {
        subject: match attribute.subject {
            Subject::Principal => rules::AttributeSubject::Principal,
            Subject::Organisation => rules::AttributeSubject::Organisation,
            Subject::Resource(id) => rules::AttributeSubject::Resource(rules::EntityId(piece(text, id)?)),
            Subject::Context => rules::AttributeSubject::Context,
            Subject::Person => rules::AttributeSubject::Person,
        },
        name: piece(text, attribute.name)?,
        value: match attribute.value {
            Value::Text(range) => rules::AttributeValue::Text(piece(text, range)?),
            Value::Texts(range) => rules::AttributeValue::Texts(span(text, names, range)?),
            Value::Integer(number) => rules::AttributeValue::Integer(number),
            Value::Boolean(truth) => rules::AttributeValue::Boolean(truth),
            Value::Timestamp(instant) => rules::AttributeValue::Timestamp(rules::Instant(instant)),
        },
    })
}
