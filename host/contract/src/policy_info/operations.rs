//! What a policy lets people do, and what it asks for that.

use crate::Gate;

/// A privilege of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct PrivilegeInfo {
    /// `suite:resource:action` (R5).
    pub name: String,
    /// One sentence on what it allows.
    pub summary: String,
}

/// What an operation or a change asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum Requirement {
    /// An identified person, and nothing else (R10).
    #[cfg_attr(feature = "wasmtime", component(name = "nothing"))]
    Nothing,
    /// That the person gets past the gates of entry (S19).
    #[cfg_attr(feature = "wasmtime", component(name = "entry"))]
    Entry,
    /// Any role, or full access (P1).
    #[cfg_attr(feature = "wasmtime", component(name = "any-role"))]
    AnyRole,
    /// Any one of these privileges (R9). Those that the policy does not declare nobody can hold (R16).
    #[cfg_attr(feature = "wasmtime", component(name = "privileges"))]
    Privileges(Vec<String>),
}

/// An operation of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ApiInfo {
    /// Unique within the policy.
    pub name: String,
    /// One sentence on what it does.
    pub summary: String,
    /// What it asks for.
    pub requirement: Requirement,
    /// The gates of entry that stand before it; none for all that the policy has (S21).
    pub gates: Option<Vec<Gate>>,
}

/// What the policy asks of a person who makes a change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ChangeInfo {
    /// The kind of change, such as `create-external-access`.
    pub name: String,
    /// What it asks for.
    pub requirement: Requirement,
}

/// A group of fields that is shown or hidden as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct FieldGroupInfo {
    /// Unique within the policy.
    pub name: String,
    /// One sentence on which fields it holds.
    pub summary: String,
    /// The fields.
    pub fields: Vec<String>,
    /// Any one of these privileges, held on the same resource, shows them.
    #[cfg_attr(feature = "wasmtime", component(name = "shown-by"))]
    pub shown_by: Vec<u16>,
    /// The privileges whose use can show them (P26, P28).
    pub on: Vec<u16>,
}
