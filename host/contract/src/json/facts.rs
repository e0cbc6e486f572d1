//! Facts as JSON.

use core::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::errors::{Complaint, JsonError, JsonErrorKind};
use super::instant::InstantText;
use super::parse::parse;
use super::shape::{Checked, Code, List, Name, Object, too_large, unknown_value};
use crate::limits::{
    MAX_CUSTOM_PRIVILEGES, MAX_CUSTOM_ROLES, MAX_DISABLED_ROLES, MAX_ENTITLEMENTS, MAX_GROUPS, MAX_JSON_BYTES,
    MAX_LISTED_USERS, MAX_ROLE_GRANTS, MAX_TEXT_BYTES,
};
use crate::{
    AccessMode, ExternalAccess, Facts, FactsBuilder, PartnerStanding, PrincipalDraft, PrincipalKind, Relationship,
    RelationshipStatus, RoleGrantDraft, TextTooLong, Window,
};

/// Reads facts.
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
    let Object(shape) = parse::<Object<FactsShape>>(text, MAX_JSON_BYTES)?;
    let facts = shape.into_facts().map_err(|error| JsonError::new(JsonErrorKind::TooLarge, "", error.to_string()))?;
    if facts.text.len() > MAX_TEXT_BYTES {
        let message = format!("all names together are longer than {MAX_TEXT_BYTES} bytes");
        return Err(JsonError::new(JsonErrorKind::TooLarge, "", message));
    }
    Ok(facts)
}

/// Everything that the rules may look at for one person in one organisation. A key that may be left out may also be
/// null, lists excepted.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "facts"))]
#[serde(deny_unknown_fields)]
pub(super) struct FactsShape {
    /// The organisation that is being asked about.
    organisation: Name,
    /// What the organisation has bought.
    #[serde(default)]
    entitlements: List<Name, MAX_ENTITLEMENTS>,
    /// Who is asking.
    principal: Object<PrincipalShape>,
    /// The customer's relationship with the person's partner; left out for members and vendor employees.
    relationship: Option<Object<RelationshipShape>>,
    /// The external-access instance that lets the person in; left out when the customer has set up none.
    external_access: Option<Object<ExternalAccessShape>>,
    /// Users that the customer itself lists and that may be this person.
    #[serde(default)]
    listed_users: List<Object<ListedUserShape>, MAX_LISTED_USERS>,
    /// Groups that the person is a member of, one level deep.
    #[serde(default)]
    groups: List<Name, MAX_GROUPS>,
    /// Roles granted to the person or to those groups.
    #[serde(default)]
    role_grants: List<Object<RoleGrantShape>, MAX_ROLE_GRANTS>,
    /// The organisation's own roles, at least all that `role_grants` names.
    #[serde(default)]
    custom_roles: List<Object<CustomRoleShape>, MAX_CUSTOM_ROLES>,
    /// Names of switchable roles that the organisation has switched off.
    #[serde(default)]
    disabled_roles: List<Name, MAX_DISABLED_ROLES>,
}

/// The person asking.
#[derive(Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "principal", transform = super::schema::principal_rules)
)]
#[serde(deny_unknown_fields)]
struct PrincipalShape {
    /// How the person stands to the organisation.
    kind: Code<PrincipalKind>,
    /// Who it is; may be left out for `unidentified` only.
    id: Option<Name>,
    /// E-mail address; left out when unknown.
    email: Option<Name>,
    /// Identity that the sign-in system gave; left out when unknown.
    identity: Option<Name>,
    /// What holds of the partner and of its user: required for `partner-user`, refused for every other kind.
    partner: Option<Object<PartnerShape>>,
}

/// What is true of the partner's organisation and of its user, each a condition of entry.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "partner-standing"))]
#[serde(deny_unknown_fields)]
struct PartnerShape {
    /// The partner is accredited.
    accredited: bool,
    /// The partner's domain is enabled in the customer's product.
    domain_enabled: bool,
    /// The person has access to the partner service layer.
    partner_service_layer: bool,
    /// The person has access to the partner's own system.
    own_system_access: bool,
    /// The partner has authorised the person for this customer.
    authorised: bool,
    /// A single sign-on provider is enabled in the partner's own system.
    sso_enabled: bool,
}

/// The customer's relationship with the partner that the person belongs to.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "relationship"))]
#[serde(deny_unknown_fields)]
struct RelationshipShape {
    /// Where it stands.
    status: Code<RelationshipStatus>,
    /// The partner fully manages the customer's product.
    managed: bool,
}

/// What the customer has set up for the vendor, or for the partner asking.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "external-access"))]
#[serde(deny_unknown_fields)]
struct ExternalAccessShape {
    /// Whether and when it is on.
    mode: ModeShape,
    /// True: the roles assigned to the person count and nothing else. False: full access.
    role_management: bool,
}

/// Whether external access is on: a word, or an object with the period.
#[derive(Debug)]
pub(super) enum ModeShape {
    Continuous,
    Disabled,
    Period(WindowShape),
}

/// The words that [`ModeShape`] knows.
pub(super) const MODE_WORDS: [&str; 2] = ["continuous", "disabled"];

/// On inside the window only.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "access-period"))]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodShape {
    /// When it is on.
    period: Object<WindowShape>,
}

/// Half-open span of time: it holds its start and not its end.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "window"))]
#[serde(deny_unknown_fields)]
pub(super) struct WindowShape {
    /// First instant inside.
    start: InstantText,
    /// First instant outside; later than `start`.
    end: InstantText,
}

/// A user that the customer itself lists. At least one of the two keys is required.
#[derive(Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "listed-user", transform = super::schema::listed_user_rules)
)]
#[serde(deny_unknown_fields)]
struct ListedUserShape {
    /// E-mail address; compared without regard to case or surrounding blanks.
    email: Option<Name>,
    /// Identity that the sign-in system gave.
    identity: Option<Name>,
}

/// A role held by the person or by a group.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role-grant"))]
#[serde(deny_unknown_fields)]
struct RoleGrantShape {
    /// Which role.
    role: Name,
    /// The organisation that it was granted in; the one asked about when left out.
    organisation: Option<Name>,
    /// The group that holds it; left out when the person does.
    group: Option<Name>,
    /// The one resource that it is limited to; left out for all of the organisation.
    on_resource: Option<Name>,
    /// When it holds; left out for always.
    window: Option<Object<WindowShape>>,
}

/// A role that the organisation made for itself.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "custom-role"))]
#[serde(deny_unknown_fields)]
struct CustomRoleShape {
    /// Unique among the organisation's custom roles and the policy's own.
    name: Name,
    /// What it gives; order and duplicates do not matter.
    privileges: List<Name, MAX_CUSTOM_PRIVILEGES>,
}

impl Checked for FactsShape {
    fn check(&self) -> Result<(), Complaint> {
        let privileges: usize = self.custom_roles.0.iter().map(|Object(role)| role.privileges.0.len()).sum();
        if privileges > MAX_CUSTOM_PRIVILEGES {
            let message = format!("the custom roles together have more than {MAX_CUSTOM_PRIVILEGES} privileges");
            return Err(too_large(message));
        }
        Ok(())
    }
}

impl Checked for PrincipalShape {
    fn check(&self) -> Result<(), Complaint> {
        let kind = self.kind.0;
        if self.id.is_none() && kind != PrincipalKind::Unidentified {
            return Err(Complaint::missing("id", format!("`kind` `{kind}` needs it")));
        }
        match (kind, &self.partner) {
            (PrincipalKind::PartnerUser, None) => {
                Err(Complaint::missing("partner", format!("`kind` `{kind}` needs it")))
            }
            (PrincipalKind::PartnerUser, Some(_)) | (_, None) => Ok(()),
            (_, Some(_)) => {
                let message =
                    format!("key `partner` is for `kind` `partner-user` only, not for `{kind}`; leave it out");
                Err(Complaint::new(JsonErrorKind::WrongValue, message))
            }
        }
    }
}

impl Checked for WindowShape {
    fn check(&self) -> Result<(), Complaint> {
        if self.start.ms() < self.end.ms() {
            return Ok(());
        }
        let message = "`end` must be later than `start`".to_owned();
        Err(Complaint::new(JsonErrorKind::WrongValue, message))
    }
}

impl Checked for ListedUserShape {
    fn check(&self) -> Result<(), Complaint> {
        if self.email.is_some() || self.identity.is_some() {
            return Ok(());
        }
        Err(Complaint::missing("email", "give it, or `identity`, or both".to_owned()))
    }
}

impl Checked for PartnerShape {}
impl Checked for RelationshipShape {}
impl Checked for ExternalAccessShape {}
impl Checked for PeriodShape {}
impl Checked for RoleGrantShape {}
impl Checked for CustomRoleShape {}

impl<'de> Deserialize<'de> for ModeShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ModeVisitor)
    }
}

struct ModeVisitor;

impl<'de> Visitor<'de> for ModeVisitor {
    type Value = ModeShape;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`continuous`, `disabled` or an object with `period`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ModeShape, E> {
        match text {
            "continuous" => Ok(ModeShape::Continuous),
            "disabled" => Ok(ModeShape::Disabled),
            _ => Err(E::custom(unknown_value(text, &MODE_WORDS))),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ModeShape, A::Error> {
        let PeriodShape { period: Object(window) } = PeriodShape::deserialize(MapAccessDeserializer::new(map))?;
        Ok(ModeShape::Period(window))
    }
}

impl FactsShape {
    fn into_facts(self) -> Result<Facts, TextTooLong> {
        let mut facts = FactsBuilder::new(&self.organisation.0)?;
        facts.principal(&self.principal.0.draft())?;
        if let Some(Object(relationship)) = self.relationship {
            facts.relationship(Relationship { status: relationship.status.0, managed: relationship.managed });
        }
        if let Some(Object(access)) = self.external_access {
            facts.external_access(ExternalAccess { mode: access.mode.into(), role_management: access.role_management });
        }
        for Name(entitlement) in &self.entitlements.0 {
            facts.entitlement(entitlement)?;
        }
        for Object(user) in &self.listed_users.0 {
            facts.listed_user(text_or_empty(&user.email), text_or_empty(&user.identity))?;
        }
        for Name(group) in &self.groups.0 {
            facts.group(group)?;
        }
        for Object(grant) in &self.role_grants.0 {
            facts.role_grant(&grant.draft(&self.organisation))?;
        }
        for Object(role) in self.custom_roles.0 {
            // Equal roles make equal facts, in whatever order somebody ticked the boxes.
            let mut privileges = role.privileges.0;
            privileges.sort_unstable();
            privileges.dedup();
            facts.custom_role(&role.name.0, privileges.iter().map(|Name(privilege)| privilege.as_str()))?;
        }
        for Name(role) in &self.disabled_roles.0 {
            facts.disabled_role(role)?;
        }
        Ok(facts.build())
    }
}

impl PrincipalShape {
    fn draft(&self) -> PrincipalDraft<'_> {
        let partner = self.partner.as_ref().map_or_else(PartnerStanding::default, |Object(partner)| PartnerStanding {
            accredited: partner.accredited,
            domain_enabled: partner.domain_enabled,
            partner_service_layer: partner.partner_service_layer,
            own_system_access: partner.own_system_access,
            authorised: partner.authorised,
            sso_enabled: partner.sso_enabled,
        });
        PrincipalDraft {
            kind: self.kind.0,
            id: text_or_empty(&self.id),
            email: text_or_empty(&self.email),
            identity: text_or_empty(&self.identity),
            partner,
        }
    }
}

impl RoleGrantShape {
    fn draft<'a>(&'a self, own_organisation: &'a Name) -> RoleGrantDraft<'a> {
        RoleGrantDraft {
            role: &self.role.0,
            organisation: &self.organisation.as_ref().unwrap_or(own_organisation).0,
            group: self.group.as_ref().map(|Name(group)| group.as_str()),
            on_resource: self.on_resource.as_ref().map(|Name(resource)| resource.as_str()),
            window: self.window.as_ref().map(|Object(window)| window.window()),
        }
    }
}

impl WindowShape {
    fn window(&self) -> Window {
        Window { start: self.start.ms(), end: self.end.ms() }
    }
}

impl From<ModeShape> for AccessMode {
    fn from(shape: ModeShape) -> Self {
        match shape {
            ModeShape::Continuous => Self::Continuous,
            ModeShape::Disabled => Self::Disabled,
            ModeShape::Period(window) => Self::Period(window.window()),
        }
    }
}

/// The contract says "unknown" with an empty text.
fn text_or_empty(name: &Option<Name>) -> &str {
    name.as_ref().map_or("", |Name(text)| text)
}
