//! What the rules may look at: one person in one organisation.

mod attribute;
mod external;
mod person;
mod roles;
mod validity;

pub use attribute::{Attribute, AttributeSubject, AttributeValue};
pub use external::{
    AccessGrant, AccessMode, ExternalAccess, ListedUser, Relationship, RelationshipStatus, RequestStatus,
};
pub use person::{Login, PartnerStanding, Principal, PrincipalKind};
pub use roles::{AppLevel, CustomRole, PrivilegeNames, RoleGrant, RoleKind};

use crate::identifiers::{EntitlementName, EntityId, OrganisationId, RoleName};
use alloc::vec::Vec;

/// Everything that the rules may look at for one person in one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The organisation that is being asked about; empty for none (R10).
    pub organisation: OrganisationId<'a>,
    /// What the organisation has bought (F1).
    pub entitlements: Vec<EntitlementName<'a>>,
    /// Who is asking.
    pub principal: Principal<'a>,
    /// The relationship with the person's partner.
    pub relationship: Option<Relationship>,
    /// The instance that lets the person in.
    pub external_access: Option<ExternalAccess>,
    /// Users of the customer that may be this person (S11).
    pub listed_users: Vec<ListedUser<'a>>,
    /// Groups that the person is a member of, one level deep (R2).
    pub groups: Vec<EntityId<'a>>,
    /// Roles granted to the person or to groups.
    pub role_grants: Vec<RoleGrant<'a>>,
    /// The organisation's own roles.
    pub custom_roles: Vec<CustomRole<'a>>,
    /// Names of roles that the organisation has switched off (P4).
    pub disabled_roles: Vec<RoleName<'a>>,
    /// Requests for access here by a third party's own organisation.
    pub access_grants: Vec<AccessGrant<'a>>,
    /// What conditions may ask about.
    pub attributes: Vec<Attribute<'a>>,
}
