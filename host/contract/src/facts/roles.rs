//! The roles that are held, and those that the organisation made for itself.

use crate::{TextRange, Window};

/// A role held by the person or by a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RoleGrant {
    /// Which role. A name that neither the policy nor `custom-roles` knows gives nothing (R16).
    pub role: TextRange,
    /// The organisation that it was granted in: this one, or for `third-party` their own. One of another organisation
    /// gives nothing (R1).
    pub organisation: TextRange,
    /// The group that holds it; none when the person does. It counts while the group is in `facts.groups` (R2), and
    /// never for people from outside: they hold what was assigned to themselves (F9).
    pub group: Option<TextRange>,
    /// The one resource that it is limited to (P13, P21); none for all of the organisation.
    #[cfg_attr(feature = "wasmtime", component(name = "on-resource"))]
    pub on_resource: Option<TextRange>,
    /// When it holds; none for always (C35).
    pub window: Option<Window>,
}

/// Who may hold a role (C2, P13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum RoleKind {
    /// Users, groups and external people.
    #[cfg_attr(feature = "wasmtime", component(name = "user"))]
    User,
    /// Account logins.
    #[cfg_attr(feature = "wasmtime", component(name = "account"))]
    Account,
    /// Users, each on one resource: an app role.
    #[cfg_attr(feature = "wasmtime", component(name = "app"))]
    App,
}

contract_names!(RoleKind {
    User => "user",
    Account => "account",
    App => "app",
});

/// How much an app role allows; `view` is the threshold of automatic membership (P14, P31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum AppLevel {
    /// Nothing yet.
    #[cfg_attr(feature = "wasmtime", component(name = "none"))]
    None,
    /// Looking.
    #[cfg_attr(feature = "wasmtime", component(name = "view"))]
    View,
    /// Changing.
    #[cfg_attr(feature = "wasmtime", component(name = "edit"))]
    Edit,
    /// Everything.
    #[cfg_attr(feature = "wasmtime", component(name = "full"))]
    Full,
}

contract_names!(AppLevel {
    None => "none",
    View => "view",
    Edit => "edit",
    Full => "full",
});

/// A role that the organisation made for itself (R3, P3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct CustomRole {
    /// Unique among the organisation's custom roles and the policy's own (R3).
    pub name: TextRange,
    /// Who may hold it.
    pub kind: RoleKind,
    /// For an app role: its level. `none` for others.
    pub level: AppLevel,
    /// The names of its privileges in byte order, joined by single blanks; at most 256 KiB. One that the policy does
    /// not declare gives nothing (R16); neither does one that is out of order.
    pub privileges: TextRange,
}
