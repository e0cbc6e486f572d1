//! People who arrive, and requests for access.

use crate::InstantMs;

/// How a new person arrives (P17, P18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Arrival {
    /// Added by hand; a role must be named.
    #[cfg_attr(feature = "wasmtime", component(name = "manual"))]
    Manual,
    /// By SAML single sign-on; the default role applies.
    #[cfg_attr(feature = "wasmtime", component(name = "sso"))]
    Sso,
    /// By an account request; the default role applies.
    #[cfg_attr(feature = "wasmtime", component(name = "account-request"))]
    AccountRequest,
}

contract_names!(Arrival {
    Manual => "manual",
    Sso => "sso",
    AccountRequest => "account-request",
});

/// A person to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct NewPerson {
    /// E-mail address.
    pub email: String,
    /// How the person arrives.
    pub arrival: Arrival,
    /// The roles named for the person.
    pub roles: Vec<String>,
}

/// A request for access to a customer's account (C27).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct AccessRequest {
    /// Required (C27).
    pub account: Option<String>,
    /// Required; must belong to the account (C28).
    pub company: Option<String>,
    /// Optional free text.
    pub description: Option<String>,
    /// Required: the person responsible (C30).
    #[cfg_attr(feature = "wasmtime", component(name = "requested-by"))]
    pub requested_by: Option<String>,
    /// Required: the first instant of access.
    #[cfg_attr(feature = "wasmtime", component(name = "valid-from"))]
    pub valid_from: Option<InstantMs>,
    /// Required: the first instant without it; later than `valid-from` (C35).
    #[cfg_attr(feature = "wasmtime", component(name = "valid-to"))]
    pub valid_to: Option<InstantMs>,
}
