//! What goes in: everything that the rules may look at for one person in one organisation.

mod access_grants;
mod attributes;
mod entry;
mod principal;
mod roles;

pub use access_grants::{AccessGrant, RequestStatus};
pub use attributes::{Attribute, AttributeSubject, AttributeValue};
pub use entry::{AccessMode, ExternalAccess, ListedUser, Relationship, RelationshipStatus};
pub use principal::{Login, Principal, PrincipalKind};
pub use roles::{AppLevel, CustomRole, RoleGrant, RoleKind};

use crate::{InstantMs, NameSpan, TextRange};

/// Half-open span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Window {
    /// First instant inside.
    pub start: InstantMs,
    /// First instant outside; must be later than `start` (F28).
    pub end: InstantMs,
}

/// Everything that the rules may look at for one person in one organisation. The host assembles it; a page can be
/// handed exactly this and no more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Facts {
    /// All names and identifiers below, one after another; at most 256 KiB.
    pub text: String,
    /// What the spans below point into; at most 10000.
    pub names: Vec<TextRange>,
    /// The organisation that is being asked about.
    pub organisation: TextRange,
    /// What the organisation has bought: a privilege of a suite that needs an entitlement counts only when the
    /// entitlement is among these (F1). At most 100.
    pub entitlements: NameSpan,
    /// Groups that the person is a member of, one level deep (R2). At most 1000.
    pub groups: NameSpan,
    /// Names of switchable roles that the organisation has switched off (P4). At most 100.
    #[cfg_attr(feature = "wasmtime", component(name = "disabled-roles"))]
    pub disabled_roles: NameSpan,
    /// Who is asking.
    pub principal: Principal,
    /// The relationship with the person's partner; none for members and vendor employees.
    pub relationship: Option<Relationship>,
    /// The external-access instance that lets the person in; none when the customer has set up none.
    #[cfg_attr(feature = "wasmtime", component(name = "external-access"))]
    pub external_access: Option<ExternalAccess>,
    /// Users that the customer itself lists and that may be this person (S11). At most 100.
    #[cfg_attr(feature = "wasmtime", component(name = "listed-users"))]
    pub listed_users: Vec<ListedUser>,
    /// Roles granted to the person or to those groups. At most 1000.
    #[cfg_attr(feature = "wasmtime", component(name = "role-grants"))]
    pub role_grants: Vec<RoleGrant>,
    /// The organisation's own roles, at least all that `role-grants` names; all of them for `review`. At most 1000.
    #[cfg_attr(feature = "wasmtime", component(name = "custom-roles"))]
    pub custom_roles: Vec<CustomRole>,
    /// For `third-party`: requests for access here by the person's own organisation. At most 100.
    #[cfg_attr(feature = "wasmtime", component(name = "access-grants"))]
    pub access_grants: Vec<AccessGrant>,
    /// What conditions may ask about. At most 256.
    pub attributes: Vec<Attribute>,
}
