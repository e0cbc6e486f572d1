//! What granted an allowed request.

/// A role, wherever it is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum RoleReference {
    /// One of the policy's own.
    #[cfg_attr(feature = "wasmtime", component(name = "policy"))]
    Policy(u16),
    /// One of the organisation's own.
    #[cfg_attr(feature = "wasmtime", component(name = "custom"))]
    Custom(u16),
}

/// How a role came to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Holding {
    /// Granted to the person.
    #[cfg_attr(feature = "wasmtime", component(name = "direct"))]
    Direct,
    /// Granted to a group that the person is a member of (R2).
    #[cfg_attr(feature = "wasmtime", component(name = "group"))]
    Group,
    /// Held on one resource, as an app role (P13, P21).
    #[cfg_attr(feature = "wasmtime", component(name = "app-role"))]
    AppRole,
    /// Held by everyone of a kind, without a grant (C8, C17, C23).
    #[cfg_attr(feature = "wasmtime", component(name = "automatic"))]
    Automatic,
    /// Assigned to an external person in Role management (F9, F14).
    #[cfg_attr(feature = "wasmtime", component(name = "external"))]
    External,
    /// Held in the person's own organisation, and of effect in this one too (C18).
    #[cfg_attr(feature = "wasmtime", component(name = "third-party"))]
    ThirdParty,
    /// Held in the person's own organisation, and of effect in this one while an access grant holds (C21, C35).
    #[cfg_attr(feature = "wasmtime", component(name = "access-grant"))]
    AccessGrant,
    /// No role: role management is off, or the customer is managed (F8, S16).
    #[cfg_attr(feature = "wasmtime", component(name = "full-access"))]
    FullAccess,
}

contract_names!(Holding {
    Direct => "direct",
    Group => "group",
    AppRole => "app-role",
    Automatic => "automatic",
    External => "external",
    ThirdParty => "third-party",
    AccessGrant => "access-grant",
    FullAccess => "full-access",
});

/// What granted an allowed request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct GrantedBy {
    /// The role; none for full access.
    pub role: Option<RoleReference>,
    /// How it was held.
    pub held: Holding,
    /// The privilege of the request that it gave; none when any role was enough (P1).
    pub privilege: Option<u16>,
}
