//! Changes to what lets people from outside in.

use crate::json::facts::ModeShape;
use crate::json::instant::InstantText;
use crate::json::read::{Checked, Form, Members, Place, Taken, Unfit, object};
use crate::json::shape::{Name, unknown_value};
use crate::{ExternalAccessEdit, ExternalAccessSettings, Grantee, PartnerUserEdit, Window};

/// An external-access instance and what it is to be.
#[derive(Debug, Default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "external-access-edit", deny_unknown_fields)
)]
pub(super) struct ExternalAccessEditShape {
    /// Whose access.
    grantee: GranteeShape,
    /// Whether and when it is to be on.
    mode: ModeShape<WishedPeriodShape>,
    /// Whether assigned roles restrict the external people.
    role_management: bool,
}

object!(ExternalAccessEditShape { required grantee, required mode, required role_management });

/// An external-access instance that is to go.
#[derive(Debug, Default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "external-access-deletion", deny_unknown_fields)
)]
pub(super) struct DeleteExternalAccessShape {
    /// Whose access.
    grantee: GranteeShape,
}

object!(DeleteExternalAccessShape { required grantee });

/// A partner's customer.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "customer", deny_unknown_fields))]
pub(super) struct CustomerShape {
    /// The customer.
    customer: Name,
}

object!(CustomerShape { required customer });

/// A partner's customer and a person of the partner.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "authorisation", deny_unknown_fields))]
pub(super) struct AuthorisationShape {
    /// The partner's customer.
    customer: Name,
    /// The partner's person.
    person: Name,
}

object!(AuthorisationShape { required customer, required person });

/// Whom an instance lets in: a word, or an object with the partner.
#[derive(Debug, Default)]
pub(in crate::json) enum GranteeShape {
    #[default]
    Vendor,
    Partner(PartnerGranteeShape),
}

/// The word that [`GranteeShape`] knows.
pub(in crate::json) const GRANTEE_WORD: &str = "vendor";

/// The authorised users of one partner.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "partner-grantee", deny_unknown_fields))]
pub(in crate::json) struct PartnerGranteeShape {
    /// The partner organisation.
    partner: Name,
}

object!(PartnerGranteeShape { required partner });

/// Span of time as somebody entered it. That it ends after it begins is the policy's to say.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "period", deny_unknown_fields))]
struct WishedPeriodShape {
    /// First instant inside.
    start: InstantText,
    /// First instant outside.
    end: InstantText,
}

object!(WishedPeriodShape { required start, required end });

impl Checked for ExternalAccessEditShape {}
impl Checked for DeleteExternalAccessShape {}
impl Checked for CustomerShape {}
impl Checked for AuthorisationShape {}
impl Checked for WishedPeriodShape {}

impl Checked for PartnerGranteeShape {}

impl Place for GranteeShape {
    fn form(&self) -> Form {
        Form::Any("`vendor` or an object with `partner`")
    }

    fn text(&mut self, text: &str) -> Taken {
        if text != GRANTEE_WORD {
            return Err(Unfit::Value(unknown_value(text, &[GRANTEE_WORD])));
        }
        *self = Self::Vendor;
        Ok(())
    }

    fn object(&mut self) -> Option<Members<'_>> {
        *self = Self::Partner(PartnerGranteeShape::default());
        if let Self::Partner(partner) = self { Some(Members::Fields(partner)) } else { None }
    }
}

impl From<GranteeShape> for Grantee {
    fn from(shape: GranteeShape) -> Self {
        match shape {
            GranteeShape::Vendor => Self::Vendor,
            GranteeShape::Partner(PartnerGranteeShape { partner: Name(partner) }) => Self::Partner(partner),
        }
    }
}

impl From<ExternalAccessEditShape> for ExternalAccessEdit {
    fn from(shape: ExternalAccessEditShape) -> Self {
        let mode = shape.mode.mode(|period| Window { start: period.start.ms(), end: period.end.ms() });
        let settings = ExternalAccessSettings { mode, role_management: shape.role_management };
        Self { grantee: shape.grantee.into(), settings }
    }
}

impl From<DeleteExternalAccessShape> for Grantee {
    fn from(shape: DeleteExternalAccessShape) -> Self {
        shape.grantee.into()
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
