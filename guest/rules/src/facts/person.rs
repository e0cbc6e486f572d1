//! The person asking.

use crate::identifiers::{EntityId, OrganisationId};

/// How the person asking stands to the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrincipalKind {
    /// Nobody was identified (R7).
    Unidentified,
    /// A user of the organisation itself.
    Member,
    /// A user of a partner organisation (F4, S1).
    PartnerUser,
    /// An employee of the vendor that runs the product (F4).
    VendorEmployee,
    /// A user or account login of another organisation, with roles there (C7, C18, C21).
    ThirdParty,
}

impl PrincipalKind {
    /// Whether the person comes from another organisation.
    #[must_use]
    pub fn is_external(self) -> bool {
        matches!(self, Self::PartnerUser | Self::VendorEmployee | Self::ThirdParty)
    }
}

/// What the person signed in with (C2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Login {
    /// A user of an account; user roles count (C5).
    User,
    /// The account login itself; account roles count (C6).
    Account,
}

/// What is true of the partner's organisation and of its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartnerStanding {
    /// The partner is accredited (F17, F32).
    pub accredited: bool,
    /// The partner's domain is enabled in the customer's product (F18).
    pub domain_enabled: bool,
    /// The person has access to the partner service layer (F15).
    pub partner_service_layer: bool,
    /// The person has access to the partner's own system (S8).
    pub own_system_access: bool,
    /// The partner has authorised the person for this customer (F20, S6, S7).
    pub authorised: bool,
    /// A single sign-on provider is enabled in the partner's own system (S12).
    pub sso_enabled: bool,
}

/// The person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Principal<'a> {
    /// How the person stands to the organisation.
    pub kind: PrincipalKind,
    /// What the person signed in with.
    pub login: Login,
    /// Who it is; empty only when unidentified.
    pub id: EntityId<'a>,
    /// E-mail address; empty when unknown.
    pub email: &'a str,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: &'a str,
    /// The organisation whose roles a third party holds; empty for others.
    pub home: OrganisationId<'a>,
    /// What holds of a partner's user; ignored for others.
    pub partner: PartnerStanding,
}
