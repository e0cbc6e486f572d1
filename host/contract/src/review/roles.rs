//! Changes to roles and to who holds them.

use crate::{AppLevel, RoleKind};

/// Who is to hold a role.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum RoleHolder {
    /// A user of the organisation.
    #[cfg_attr(feature = "wasmtime", component(name = "person"))]
    Person(String),
    /// A group of the organisation.
    #[cfg_attr(feature = "wasmtime", component(name = "group"))]
    Group(String),
    /// An account login (C2).
    #[cfg_attr(feature = "wasmtime", component(name = "account"))]
    Account(String),
    /// An external person let in by an instance (F14, F23).
    #[cfg_attr(feature = "wasmtime", component(name = "external-person"))]
    ExternalPerson(String),
}

/// A role and who is to hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RoleAssignment {
    /// Who.
    pub holder: RoleHolder,
    /// Which role.
    pub role: String,
    /// The one resource that it is limited to, as app roles are (P13).
    #[cfg_attr(feature = "wasmtime", component(name = "on-resource"))]
    pub on_resource: Option<String>,
}

/// A custom role as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct CustomRoleEdit {
    /// Its name, unique in the organisation (R3).
    pub name: String,
    /// Who may hold it.
    pub kind: RoleKind,
    /// For an app role: its level. `none` for others.
    pub level: AppLevel,
    /// Its privileges.
    pub privileges: Vec<String>,
}

/// A role switched on or off (P4).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RoleSwitch {
    /// Which role.
    pub role: String,
    /// On, or off.
    pub enabled: bool,
}

/// A workflow run opened to a role (P12).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RunGrant {
    /// The run.
    pub run: String,
    /// The role that may view and manage it.
    pub role: String,
}
