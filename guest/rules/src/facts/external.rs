//! How people from outside are let in.

use crate::identifiers::EntityId;
use crate::time::Window;

/// How far the relationship between customer and partner stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationshipStatus {
    /// There has never been one.
    None,
    /// It stands.
    Established,
    /// It has ended (S23).
    Ended,
}

/// The customer's relationship with the person's partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relationship {
    /// Where it stands.
    pub status: RelationshipStatus,
    /// The partner fully manages the customer's product (F6, S4).
    pub managed: bool,
}

/// Somebody on another list who may be the person in question (S11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedUser<'a> {
    /// E-mail address; empty when unknown.
    pub email: &'a str,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: &'a str,
}

/// Whether external access is on (F12, S17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessMode {
    /// On until somebody changes it.
    Continuous,
    /// On inside the window only.
    Period(Window),
    /// Off.
    Disabled,
}

/// What the customer has set up for the vendor, or for the partner asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExternalAccess {
    /// Whether and when it is on.
    pub mode: AccessMode,
    /// On: the roles assigned to the person count and nothing else. Off: full access (F8, F9, F10).
    pub role_management: bool,
}

/// How far a request for access has come (C31-C37).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestStatus {
    /// Submitted; gives nothing yet (C31).
    Pending,
    /// Granted; gives access inside its window (C35).
    Granted,
    /// Rejected.
    Rejected,
    /// Taken back by whoever asked.
    Withdrawn,
    /// Granted once, and ended before its time (C37).
    Revoked,
}

/// A request for access by a third party's own organisation, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessGrant<'a> {
    /// How far it has come.
    pub status: RequestStatus,
    /// The part of the organisation that it is for; none for all of it (C29, C38).
    pub on_resource: Option<EntityId<'a>>,
    /// When it gives access.
    pub window: Window,
}
