//! The roles of a policy.

use crate::{AppLevel, RoleKind};

/// Where a role gives a privilege.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Reach {
    /// In the organisation that the role was granted in.
    #[cfg_attr(feature = "wasmtime", component(name = "own"))]
    Own,
    /// In every other organisation as well (C18).
    #[cfg_attr(feature = "wasmtime", component(name = "third-party"))]
    ThirdParty,
    /// In another organisation, while an access grant holds there (C21).
    #[cfg_attr(feature = "wasmtime", component(name = "with-grant"))]
    WithGrant,
}

contract_names!(Reach {
    Own => "own",
    ThirdParty => "third-party",
    WithGrant => "with-grant",
});

/// A privilege that a role gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RolePrivilege {
    /// Which.
    pub privilege: u16,
    /// Where.
    pub reach: Reach,
    /// When this condition holds; none for always.
    pub condition: Option<u16>,
}

/// Who holds a role without a grant (C17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Automatic {
    /// Every member, whatever the login.
    #[cfg_attr(feature = "wasmtime", component(name = "everyone"))]
    Everyone,
    /// Every user login (C8).
    #[cfg_attr(feature = "wasmtime", component(name = "user-login"))]
    UserLogin,
    /// Every account login (C23).
    #[cfg_attr(feature = "wasmtime", component(name = "account-login"))]
    AccountLogin,
    /// Whoever holds an app role at `view` or above (P14).
    #[cfg_attr(feature = "wasmtime", component(name = "app-role"))]
    AppRole,
}

contract_names!(Automatic {
    Everyone => "everyone",
    UserLogin => "user-login",
    AccountLogin => "account-login",
    AppRole => "app-role",
});

/// A role whose holders may assign another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Assigner {
    /// Which.
    pub role: u16,
    /// Only while an access grant holds (C12).
    #[cfg_attr(feature = "wasmtime", component(name = "needs-grant"))]
    pub needs_grant: bool,
}

/// A role of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RoleInfo {
    /// Unique within the policy.
    pub name: String,
    /// For people.
    pub title: String,
    /// One sentence on what it is for.
    pub summary: String,
    /// What it allows, in the words of the policy's author (P5).
    pub functions: Vec<String>,
    /// Whom it is designed for.
    #[cfg_attr(feature = "wasmtime", component(name = "designed-for"))]
    pub designed_for: Vec<String>,
    /// What binds its holders, in words (C20).
    pub constraints: Vec<String>,
    /// Who may hold it.
    pub kind: RoleKind,
    /// For an app role: its level. `none` for others.
    pub level: AppLevel,
    /// Who holds it without a grant; none for a role that is granted.
    pub automatic: Option<Automatic>,
    /// What it gives (R4), in rising order of reach and privilege.
    pub privileges: Vec<RolePrivilege>,
    /// Holders of these roles may assign it, and nobody else (C9-C22); none when a privilege decides that.
    #[cfg_attr(feature = "wasmtime", component(name = "assigned-by"))]
    pub assigned_by: Option<Vec<Assigner>>,
    /// What must be true of its holder; none for nothing (C20, C24).
    #[cfg_attr(feature = "wasmtime", component(name = "holder-condition"))]
    pub holder_condition: Option<u16>,
    /// Workflow runs can be opened to it (P12).
    #[cfg_attr(feature = "wasmtime", component(name = "run-scoped"))]
    pub run_scoped: bool,
    /// Whether an organisation may switch it off (P4).
    pub switchable: bool,
    /// Still evaluated, no longer meant to be assigned (P11).
    pub deprecated: bool,
}
