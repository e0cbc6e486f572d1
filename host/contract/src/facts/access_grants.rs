//! Requests for access, and what became of them.

use crate::{TextRange, Window};

/// How far a request for access has come (C31-C37).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum RequestStatus {
    /// Submitted; gives nothing yet (C31).
    #[cfg_attr(feature = "wasmtime", component(name = "pending"))]
    Pending,
    /// Granted; gives access inside its window (C35).
    #[cfg_attr(feature = "wasmtime", component(name = "granted"))]
    Granted,
    /// Rejected.
    #[cfg_attr(feature = "wasmtime", component(name = "rejected"))]
    Rejected,
    /// Taken back by whoever asked.
    #[cfg_attr(feature = "wasmtime", component(name = "withdrawn"))]
    Withdrawn,
    /// Granted once, and ended before its time (C37).
    #[cfg_attr(feature = "wasmtime", component(name = "revoked"))]
    Revoked,
}

contract_names!(RequestStatus {
    Pending => "pending",
    Granted => "granted",
    Rejected => "rejected",
    Withdrawn => "withdrawn",
    Revoked => "revoked",
});

/// A request for access by the person's own organisation, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct AccessGrant {
    /// How far it has come.
    pub status: RequestStatus,
    /// The company, or other part of the organisation, that it is for; none for all of it (C29, C38).
    #[cfg_attr(feature = "wasmtime", component(name = "on-resource"))]
    pub on_resource: Option<TextRange>,
    /// When it gives access.
    pub window: Window,
}
