//! What lets people from outside in.

use crate::{TextRange, Window};

/// How far the relationship between the customer and the partner stands (S3, S23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum RelationshipStatus {
    /// There has never been one.
    #[cfg_attr(feature = "wasmtime", component(name = "none"))]
    None,
    /// It stands.
    #[cfg_attr(feature = "wasmtime", component(name = "established"))]
    Established,
    /// It has ended; all access through it ended with it.
    #[cfg_attr(feature = "wasmtime", component(name = "ended"))]
    Ended,
}

contract_names!(RelationshipStatus {
    None => "none",
    Established => "established",
    Ended => "ended",
});

/// The customer's relationship with the partner that the person belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Relationship {
    /// Where it stands.
    pub status: RelationshipStatus,
    /// The partner fully manages the customer's product (F6, S4).
    pub managed: bool,
}

/// Who may be the same person as the one asking: a user that the customer itself lists (F24, S9). The host looks up
/// candidates, the policy compares them (S11). One that has nothing in common to compare denies, with `rule-error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ListedUser {
    /// E-mail address; compared without regard to case or surrounding blanks.
    pub email: TextRange,
    /// Identity that the sign-in system gave, empty when there is none.
    pub identity: TextRange,
}

/// Whether external access is on (F12, S17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum AccessMode {
    /// On until somebody changes it.
    #[cfg_attr(feature = "wasmtime", component(name = "continuous"))]
    Continuous,
    /// On inside the window only.
    #[cfg_attr(feature = "wasmtime", component(name = "period"))]
    Period(Window),
    /// Off.
    #[cfg_attr(feature = "wasmtime", component(name = "disabled"))]
    Disabled,
}

/// One external-access instance: what the customer has set up for the vendor, or for the partner asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ExternalAccess {
    /// Whether and when it is on.
    pub mode: AccessMode,
    /// On: the roles assigned to the person count and nothing else. Off: full access (F8, F9, F10).
    #[cfg_attr(feature = "wasmtime", component(name = "role-management"))]
    pub role_management: bool,
}

/// Switched off, which lets nobody in.
impl Default for AccessMode {
    fn default() -> Self {
        Self::Disabled
    }
}
