//! The answer to a change.

use crate::{Obligations, Reason, Refusal, Warning, Window};

/// What an accepted change brings with it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Acceptance {
    /// In the order of the enumeration.
    pub warnings: Vec<Warning>,
    /// What the person who makes the change owes.
    pub obligations: Obligations,
    /// The roles that a new person gets (P17, P18); empty for other changes.
    pub roles: Vec<String>,
    /// The window in which access that is granted holds (C35, C36); none for other changes.
    pub access: Option<Window>,
}

/// What a refused change was refused for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Rejection {
    /// Every reason, in the order of the enumeration; at least one.
    pub refusals: Vec<Refusal>,
    /// Why the person may not make the change; present exactly when `not-permitted` is among the reasons.
    pub denial: Option<Reason>,
}

/// The answer to a change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum Verdict {
    /// It may be made.
    #[cfg_attr(feature = "wasmtime", component(name = "accepted"))]
    Accepted(Acceptance),
    /// It may not.
    #[cfg_attr(feature = "wasmtime", component(name = "refused"))]
    Refused(Rejection),
}
