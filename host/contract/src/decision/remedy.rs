//! What would turn a denial into an allowance.

use crate::RoleReference;

/// A single change of the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum Remedy {
    /// The organisation buys what the suite of this privilege needs (F1).
    #[cfg_attr(feature = "wasmtime", component(name = "buy-entitlement"))]
    BuyEntitlement(u16),
    /// Customer and partner establish a relationship (S3).
    #[cfg_attr(feature = "wasmtime", component(name = "establish-relationship"))]
    EstablishRelationship,
    /// The partner is accredited (F17).
    #[cfg_attr(feature = "wasmtime", component(name = "accredit-partner"))]
    AccreditPartner,
    /// The customer enables the partner's domain (F18).
    #[cfg_attr(feature = "wasmtime", component(name = "enable-domain"))]
    EnableDomain,
    /// The person gets access to the partner service layer (F15).
    #[cfg_attr(feature = "wasmtime", component(name = "give-partner-service-layer"))]
    GivePartnerServiceLayer,
    /// The person gets access to the partner's own system (S8).
    #[cfg_attr(feature = "wasmtime", component(name = "give-own-system-access"))]
    GiveOwnSystemAccess,
    /// The partner authorises the person (F20).
    #[cfg_attr(feature = "wasmtime", component(name = "authorise-user"))]
    AuthoriseUser,
    /// The partner enables single sign-on (S12).
    #[cfg_attr(feature = "wasmtime", component(name = "enable-sso"))]
    EnableSso,
    /// The customer no longer lists the person (S10).
    #[cfg_attr(feature = "wasmtime", component(name = "remove-listing"))]
    RemoveListing,
    /// The customer sets external access to continuous, with role management off where there was none before (F12).
    #[cfg_attr(feature = "wasmtime", component(name = "enable-access"))]
    EnableAccess,
    /// The start of external access moves to `now` or earlier.
    #[cfg_attr(feature = "wasmtime", component(name = "advance-access"))]
    AdvanceAccess,
    /// The end of external access moves past `now`.
    #[cfg_attr(feature = "wasmtime", component(name = "extend-access"))]
    ExtendAccess,
    /// The customer switches role management off (F8).
    #[cfg_attr(feature = "wasmtime", component(name = "disable-role-management"))]
    DisableRoleManagement,
    /// The role is switched on (P4).
    #[cfg_attr(feature = "wasmtime", component(name = "enable-role"))]
    EnableRole(RoleReference),
    /// The start of a grant of the role moves to `now` or earlier.
    #[cfg_attr(feature = "wasmtime", component(name = "advance-role"))]
    AdvanceRole(RoleReference),
    /// The end of a grant of the role moves past `now`.
    #[cfg_attr(feature = "wasmtime", component(name = "extend-role"))]
    ExtendRole(RoleReference),
    /// The person is given the role; on the resource asked about when it is an app role.
    #[cfg_attr(feature = "wasmtime", component(name = "assign-role"))]
    AssignRole(u16),
    /// Access is asked for and granted (C32).
    #[cfg_attr(feature = "wasmtime", component(name = "obtain-access-grant"))]
    ObtainAccessGrant,
    /// The pending request is granted (C32).
    #[cfg_attr(feature = "wasmtime", component(name = "grant-request"))]
    GrantRequest,
    /// The start of an access grant moves to `now` or earlier.
    #[cfg_attr(feature = "wasmtime", component(name = "advance-access-grant"))]
    AdvanceAccessGrant,
    /// The end of an access grant moves past `now`.
    #[cfg_attr(feature = "wasmtime", component(name = "extend-access-grant"))]
    ExtendAccessGrant,
}

/// Changes that flip a denial when all of them are made, and do not when one is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RemedySet {
    /// In the order of the gates that they open.
    pub remedies: Vec<Remedy>,
}

macro_rules! remedy_names {
    ($($pattern:pat => $name:literal,)+) => {
        impl Remedy {
            /// The stable names of all remedies, in the order of the contract.
            pub const NAMES: &'static [&'static str] = &[$($name,)+];

            /// The stable name, as the contract and every JSON shape spell it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $($pattern => $name,)+ }
            }
        }
    };
}

remedy_names!(
    Self::BuyEntitlement(_) => "buy-entitlement",
    Self::EstablishRelationship => "establish-relationship",
    Self::AccreditPartner => "accredit-partner",
    Self::EnableDomain => "enable-domain",
    Self::GivePartnerServiceLayer => "give-partner-service-layer",
    Self::GiveOwnSystemAccess => "give-own-system-access",
    Self::AuthoriseUser => "authorise-user",
    Self::EnableSso => "enable-sso",
    Self::RemoveListing => "remove-listing",
    Self::EnableAccess => "enable-access",
    Self::AdvanceAccess => "advance-access",
    Self::ExtendAccess => "extend-access",
    Self::DisableRoleManagement => "disable-role-management",
    Self::EnableRole(_) => "enable-role",
    Self::AdvanceRole(_) => "advance-role",
    Self::ExtendRole(_) => "extend-role",
    Self::AssignRole(_) => "assign-role",
    Self::ObtainAccessGrant => "obtain-access-grant",
    Self::GrantRequest => "grant-request",
    Self::AdvanceAccessGrant => "advance-access-grant",
    Self::ExtendAccessGrant => "extend-access-grant",
);
