//! Changes to what lets people from outside in.

use crate::AccessMode;

/// Whom an external-access instance lets in (F4).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum Grantee {
    /// The vendor's employees.
    #[cfg_attr(feature = "wasmtime", component(name = "vendor"))]
    Vendor,
    /// The authorised users of this partner organisation.
    #[cfg_attr(feature = "wasmtime", component(name = "partner"))]
    Partner(String),
}

/// What a customer sets in an external-access instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ExternalAccessSettings {
    /// Whether and when it is on.
    pub mode: AccessMode,
    /// Whether assigned roles restrict the external people.
    #[cfg_attr(feature = "wasmtime", component(name = "role-management"))]
    pub role_management: bool,
}

/// An instance and what it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ExternalAccessEdit {
    /// Whose access.
    pub grantee: Grantee,
    /// The settings wished for.
    pub settings: ExternalAccessSettings,
}

/// A person and a partner's customer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct PartnerUserEdit {
    /// The partner's customer.
    pub customer: String,
    /// The partner's person.
    pub person: String,
}
