//! What the directory keeps, as plain values.
//!
//! A value knows its table and what it is found by; everything else of it is kept as JSON, so that a new field needs
//! no new column. What is read is checked again: an unknown field or a malformed name is damage, never ignored.

mod answers;
mod attributes;
mod entity;
mod external;
mod organisations;
mod people;
mod requests;
mod resources;
mod roles;

pub use answers::KeptAnswer;
pub use attributes::{AttributeValue, Attributes, Timestamp};
pub use entity::{Entity, Table};
pub use external::{AccessMode, AuthorisedUser, ExternalAccess, PartnerListing, Relationship, RelationshipStatus};
pub use organisations::{Organisation, OrganisationKind};
pub use people::{Group, GroupMember, Login, Person};
pub(crate) use requests::digits;
pub use requests::{AccessRequest, RequestPlace, RequestStatus};
pub use resources::Resource;
pub use roles::{AppLevel, CustomRole, Holder, RoleAssignment, RoleKind};

use serde::{Deserialize, Serialize};

/// A half-open time: it holds its start and not its end (F28, C35).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Its first instant, in milliseconds since 1970-01-01T00:00:00Z.
    pub start_ms: i64,
    /// The first instant after it.
    pub end_ms: i64,
}
