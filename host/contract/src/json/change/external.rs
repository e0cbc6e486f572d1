//! Changes to what lets people from outside in.

use core::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::json::facts::ModeShape;
use crate::json::instant::InstantText;
use crate::json::shape::{Checked, Name, unknown_value};
use crate::{ExternalAccessEdit, ExternalAccessSettings, Grantee, PartnerUserEdit, Window};

/// An external-access instance and what it is to be.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "external-access-edit"))]
#[serde(deny_unknown_fields)]
pub(super) struct ExternalAccessEditShape {
    /// Whose access.
    grantee: GranteeShape,
    /// Whether and when it is to be on.
    mode: ModeShape<WishedPeriodShape>,
    /// Whether assigned roles restrict the external people.
    role_management: bool,
}

/// An external-access instance that is to go.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "external-access-deletion"))]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteExternalAccessShape {
    /// Whose access.
    grantee: GranteeShape,
}

/// A partner's customer.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "customer"))]
#[serde(deny_unknown_fields)]
pub(super) struct CustomerShape {
    /// The customer.
    customer: Name,
}

/// A partner's customer and a person of the partner.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "authorisation"))]
#[serde(deny_unknown_fields)]
pub(super) struct AuthorisationShape {
    /// The partner's customer.
    customer: Name,
    /// The partner's person.
    person: Name,
}

/// Whom an instance lets in: a word, or an object with the partner.
#[derive(Debug)]
pub(in crate::json) struct GranteeShape(Grantee);

/// The word that [`GranteeShape`] knows.
pub(in crate::json) const GRANTEE_WORD: &str = "vendor";

/// The authorised users of one partner.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "partner-grantee"))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct PartnerGranteeShape {
    /// The partner organisation.
    partner: Name,
}

/// Span of time as somebody entered it. That it ends after it begins is the policy's to say.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "period"))]
#[serde(deny_unknown_fields)]
struct WishedPeriodShape {
    /// First instant inside.
    start: InstantText,
    /// First instant outside.
    end: InstantText,
}

impl Checked for ExternalAccessEditShape {}
impl Checked for DeleteExternalAccessShape {}
impl Checked for CustomerShape {}
impl Checked for AuthorisationShape {}
impl Checked for WishedPeriodShape {}

impl<'de> Deserialize<'de> for GranteeShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GranteeVisitor)
    }
}

struct GranteeVisitor;

impl<'de> Visitor<'de> for GranteeVisitor {
    type Value = GranteeShape;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`vendor` or an object with `partner`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<GranteeShape, E> {
        match text {
            GRANTEE_WORD => Ok(GranteeShape(Grantee::Vendor)),
            _ => Err(E::custom(unknown_value(text, &[GRANTEE_WORD]))),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<GranteeShape, A::Error> {
        let PartnerGranteeShape { partner: Name(partner) } =
            PartnerGranteeShape::deserialize(MapAccessDeserializer::new(map))?;
        Ok(GranteeShape(Grantee::Partner(partner)))
    }
}

impl From<ExternalAccessEditShape> for ExternalAccessEdit {
    fn from(shape: ExternalAccessEditShape) -> Self {
        let mode = shape.mode.mode(|period| Window { start: period.start.ms(), end: period.end.ms() });
        let settings = ExternalAccessSettings { mode, role_management: shape.role_management };
        Self { grantee: shape.grantee.0, settings }
    }
}

impl From<DeleteExternalAccessShape> for Grantee {
    fn from(shape: DeleteExternalAccessShape) -> Self {
        shape.grantee.0
    }
}

impl From<CustomerShape> for String {
    fn from(CustomerShape { customer: Name(customer) }: CustomerShape) -> Self {
        customer
    }
}

impl From<AuthorisationShape> for PartnerUserEdit {
    fn from(AuthorisationShape { customer: Name(customer), person: Name(person) }: AuthorisationShape) -> Self {
        Self { customer, person }
    }
}
