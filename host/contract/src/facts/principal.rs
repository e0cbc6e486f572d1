//! Who is asking.

use crate::{PartnerStanding, TextRange};

/// How the person asking stands to the organisation. It decides which gates there are to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum PrincipalKind {
    /// Nobody was identified; every request is denied (R7).
    #[cfg_attr(feature = "wasmtime", component(name = "unidentified"))]
    Unidentified,
    /// A user of the organisation itself.
    #[cfg_attr(feature = "wasmtime", component(name = "member"))]
    Member,
    /// A user of a partner organisation, let in through partner access (F4, S1).
    #[cfg_attr(feature = "wasmtime", component(name = "partner-user"))]
    PartnerUser,
    /// An employee of the vendor that runs the product (F4).
    #[cfg_attr(feature = "wasmtime", component(name = "vendor-employee"))]
    VendorEmployee,
    /// A user or account login of another organisation, who holds roles there. What they give here is what the policy
    /// says that they give abroad, part of it only while an access grant holds (C7, C18, C21).
    #[cfg_attr(feature = "wasmtime", component(name = "third-party"))]
    ThirdParty,
}

contract_names!(PrincipalKind {
    Unidentified => "unidentified",
    Member => "member",
    PartnerUser => "partner-user",
    VendorEmployee => "vendor-employee",
    ThirdParty => "third-party",
});

/// What the person signed in with (C2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Login {
    /// A user of an account; user roles count (C5).
    #[cfg_attr(feature = "wasmtime", component(name = "user"))]
    User,
    /// The account login itself; account roles count (C6).
    #[cfg_attr(feature = "wasmtime", component(name = "account"))]
    Account,
}

contract_names!(Login {
    User => "user",
    Account => "account",
});

/// The person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Principal {
    /// How the person stands to the organisation.
    pub kind: PrincipalKind,
    /// What the person signed in with.
    pub login: Login,
    /// Who it is; empty only for `unidentified`.
    pub id: TextRange,
    /// E-mail address; empty when unknown.
    pub email: TextRange,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: TextRange,
    /// For `third-party`: the organisation whose roles the person holds. Empty for others.
    pub home: TextRange,
    /// For `partner-user`: what holds of the partner and of its user. Ignored for others.
    pub partner: PartnerStanding,
}

/// Nobody identified, which denies everything.
impl Default for Principal {
    fn default() -> Self {
        Self {
            kind: PrincipalKind::Unidentified,
            login: Login::User,
            id: TextRange::default(),
            email: TextRange::default(),
            identity: TextRange::default(),
            home: TextRange::default(),
            partner: PartnerStanding::empty(),
        }
    }
}
