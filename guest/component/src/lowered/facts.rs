//! The facts about the person asking.

use super::names::{NameList, Text};
use super::{attributes, collect, external, person, roles};
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::limits::NAMES_MAX;
use guestpass_rules::{EntitlementName, EntityId, Facts, OrganisationId, Reason, RoleName};

/// The facts, or why they cannot be relied upon (X5).
pub(crate) fn facts(facts: &wit::Facts) -> Result<Facts<'_>, Reason> {
    let text = Text::new(&facts.text, Reason::MalformedFacts)?;
    let mut names = NameList::new(text, &facts.names, NAMES_MAX)?;
    Ok(Facts {
        organisation: OrganisationId(text.name(facts.organisation)?),
        entitlements: names.span(facts.entitlements, EntitlementName)?,
        principal: person::principal(text, &facts.principal)?,
        relationship: facts.relationship.map(external::relationship),
        external_access: external::access(facts.external_access)?,
        listed_users: collect(&facts.listed_users, |user| person::listed_user(text, user))?,
        groups: names.span(facts.groups, EntityId)?,
        role_grants: collect(&facts.role_grants, |grant| roles::grant(text, grant))?,
        custom_roles: collect(&facts.custom_roles, |role| roles::custom(text, role))?,
        disabled_roles: names.span(facts.disabled_roles, RoleName)?,
        access_grants: collect(&facts.access_grants, |grant| external::access_grant(text, grant))?,
        attributes: attributes::attributes(text, &mut names, &facts.attributes)?,
    })
}
