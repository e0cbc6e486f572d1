//! Facts as JSON.

mod attributes;
mod change_facts;
mod entry;
mod principal;
mod roles;
mod window;

#[cfg(feature = "schema")]
pub(super) use attributes::{TimestampShape, ValueShape};
pub(super) use entry::ModeShape;
#[cfg(feature = "schema")]
pub(super) use entry::{MODE_WORDS, PeriodShape};
pub(super) use roles::kind_and_level;
use window::WindowShape;

use attributes::AttributesShape;
use change_facts::ChangeFactsShape;
use entry::{ExternalAccessShape, ListedUserShape, RelationshipShape};
use principal::PrincipalShape;
use roles::{AccessGrantShape, CustomRoleShape, RoleGrantShape};

use super::errors::{JsonError, JsonErrorKind};
use super::parse::parse;
use super::read::{Checked, object};
use super::shape::{List, Name, Object};
use crate::limits::{
    MAX_ACCESS_GRANTS, MAX_CUSTOM_ROLES, MAX_DISABLED_ROLES, MAX_ENTITLEMENTS, MAX_GROUPS, MAX_JSON_BYTES,
    MAX_LISTED_USERS, MAX_NAMES, MAX_ROLE_GRANTS, MAX_TEXT_BYTES,
};
use crate::{ChangeFacts, Facts, FactsBuilder, UnfitFacts};

/// Reads facts. What only [`review_facts_from_str`] is after, `change_facts`, may stand among them; it must be right
/// and is dropped.
///
/// ```
/// use guestpass_contract::json::facts_from_str;
/// let facts = facts_from_str(
///     r#"{
///         "organisation": "initech",
///         "principal": {"kind": "member", "id": "ada"},
///         "role_grants": [{"role": "hr"}]
///     }"#,
/// )?;
/// assert_eq!(facts.role_grants.len(), 1);
/// # Ok::<(), guestpass_contract::json::JsonError>(())
/// ```
///
/// # Errors
/// [`JsonError`] with the path, the line and the column of the first thing that is wrong.
pub fn facts_from_str(text: &str) -> Result<Facts, JsonError> {
    review_facts_from_str(text).map(|(facts, _)| facts)
}

/// Reads facts together with what a change is judged by: the key `change_facts`. When it is left out nothing is known
/// of the things that a change may name.
///
/// ```
/// use guestpass_contract::json::review_facts_from_str;
/// let (facts, change_facts) = review_facts_from_str(
///     r#"{
///         "organisation": "initech",
///         "principal": {"kind": "member", "id": "ada"},
///         "change_facts": {"instances": 3}
///     }"#,
/// )?;
/// assert_eq!((facts.role_grants.len(), change_facts.instances), (0, 3));
/// # Ok::<(), guestpass_contract::json::JsonError>(())
/// ```
///
/// # Errors
/// As [`facts_from_str`].
pub fn review_facts_from_str(text: &str) -> Result<(Facts, ChangeFacts), JsonError> {
    let Object(mut shape) = parse::<Object<FactsShape>>(text, MAX_JSON_BYTES)?;
    let unfit = |error: UnfitFacts| too_large(error.to_string());
    let change_facts = match shape.change_facts.take() {
        Some(Object(shape)) => shape.into_change_facts().map_err(unfit)?,
        None => ChangeFacts::default(),
    };
    let facts = shape.into_facts().map_err(unfit)?;
    for (text, what) in [(&facts.text, "names"), (&change_facts.text, "names of `change_facts`")] {
        if text.len() > MAX_TEXT_BYTES {
            return Err(too_large(format!("all {what} together are longer than {MAX_TEXT_BYTES} bytes")));
        }
    }
    if facts.names.len() > MAX_NAMES {
        return Err(too_large(format!("all lists together have more than {MAX_NAMES} names")));
    }
    Ok((facts, change_facts))
}

/// Of the facts as a whole, which have no one place.
fn too_large(message: String) -> JsonError {
    JsonError::new(JsonErrorKind::TooLarge, "", message)
}

/// Everything that the rules may look at for one person in one organisation. A key that may be left out may also be
/// null, unless its value is a list, a boolean or a number.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "facts", deny_unknown_fields))]
pub(super) struct FactsShape {
    /// The organisation that is being asked about.
    organisation: Name,
    /// What the organisation has bought.
    #[cfg_attr(feature = "schema", schemars(default))]
    entitlements: List<Name, MAX_ENTITLEMENTS>,
    /// Who is asking.
    principal: Object<PrincipalShape>,
    /// The customer's relationship with the person's partner; left out for members and vendor employees.
    relationship: Option<Object<RelationshipShape>>,
    /// The external-access instance that lets the person in; left out when the customer has set up none.
    external_access: Option<Object<ExternalAccessShape>>,
    /// Users that the customer itself lists and that may be this person.
    #[cfg_attr(feature = "schema", schemars(default))]
    listed_users: List<Object<ListedUserShape>, MAX_LISTED_USERS>,
    /// Groups that the person is a member of, one level deep.
    #[cfg_attr(feature = "schema", schemars(default))]
    groups: List<Name, MAX_GROUPS>,
    /// Roles granted to the person or to those groups.
    #[cfg_attr(feature = "schema", schemars(default))]
    role_grants: List<Object<RoleGrantShape>, MAX_ROLE_GRANTS>,
    /// The organisation's own roles, at least all that `role_grants` names; all of them to judge a change.
    #[cfg_attr(feature = "schema", schemars(default))]
    custom_roles: List<Object<CustomRoleShape>, MAX_CUSTOM_ROLES>,
    /// Names of switchable roles that the organisation has switched off.
    #[cfg_attr(feature = "schema", schemars(default))]
    disabled_roles: List<Name, MAX_DISABLED_ROLES>,
    /// For `third-party`: requests for access here by the person's own organisation, and what became of them.
    #[cfg_attr(feature = "schema", schemars(default))]
    access_grants: List<Object<AccessGrantShape>, MAX_ACCESS_GRANTS>,
    /// What conditions may ask about.
    attributes: Option<Object<AttributesShape>>,
    /// What a change is judged by besides: the things that it names. Only a review looks at it.
    change_facts: Option<Object<ChangeFactsShape>>,
}

object!(FactsShape {
    required organisation,
    optional entitlements,
    required principal,
    optional relationship,
    optional external_access,
    optional listed_users,
    optional groups,
    optional role_grants,
    optional custom_roles,
    optional disabled_roles,
    optional access_grants,
    optional attributes,
    optional change_facts,
});

impl Checked for FactsShape {}

impl FactsShape {
    fn into_facts(self) -> Result<Facts, UnfitFacts> {
        let mut facts = FactsBuilder::new(&self.organisation.0)?;
        facts.principal(&self.principal.0.draft())?;
        if let Some(Object(relationship)) = self.relationship {
            facts.relationship(relationship.relationship());
        }
        if let Some(Object(access)) = self.external_access {
            facts.external_access(access.external_access());
        }
        for Name(entitlement) in &self.entitlements.0 {
            facts.entitlement(entitlement)?;
        }
        for Object(user) in &self.listed_users.0 {
            let draft = user.draft();
            facts.listed_user(draft.email, draft.identity)?;
        }
        for Name(group) in &self.groups.0 {
            facts.group(group)?;
        }
        for Object(grant) in &self.role_grants.0 {
            facts.role_grant(&grant.draft(&self.organisation))?;
        }
        for Object(role) in &self.custom_roles.0 {
            role.add_to(&mut facts)?;
        }
        for Name(role) in &self.disabled_roles.0 {
            facts.disabled_role(role)?;
        }
        for Object(grant) in &self.access_grants.0 {
            facts.access_grant(&grant.draft())?;
        }
        if let Some(Object(attributes)) = &self.attributes {
            attributes.add_to(&mut facts)?;
        }
        Ok(facts.build())
    }
}

/// The contract says "unknown" with an empty text.
fn text_or_empty(name: &Option<Name>) -> &str {
    name.as_ref().map_or("", Name::as_str)
}
