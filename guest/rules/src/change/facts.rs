//! What the rules may look at, besides the facts about the person asking, to judge a change.

use crate::facts::{ExternalAccess, ListedUser, Login, PartnerStanding, Relationship, RequestStatus};
use crate::identifiers::{EntityId, OrganisationId, RoleName};
use crate::time::Window;
use alloc::vec::Vec;

/// The person, or the group, that a change names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangePerson<'a> {
    /// What the person signs in with.
    pub login: Login,
    /// E-mail address; empty when unknown.
    pub email: &'a str,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: &'a str,
    /// Who may be the same person on the other list (S9, S10).
    pub counterparts: Vec<ListedUser<'a>>,
    /// Roles that the person holds in the person's own organisation (C25).
    pub roles: Vec<RoleName<'a>>,
    /// The person, or the group, holds the very role that the change names, on the same resource.
    pub holds_role: bool,
}

/// A request for access, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptRequest<'a> {
    /// How far it has come.
    pub status: RequestStatus,
    /// The account that it is for.
    pub account: OrganisationId<'a>,
    /// The company that it is for.
    pub company: EntityId<'a>,
    /// Who is responsible for it (C30).
    pub requested_by: EntityId<'a>,
    /// Who submitted it.
    pub created_by: EntityId<'a>,
    /// When access is asked for.
    pub window: Window,
}

/// What the rules may look at of the things that a change names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeFacts<'a> {
    /// A partner fully manages the organisation (F6, S14).
    pub customer_managed: bool,
    /// The instance of the grantee that the change names, or that lets the external person in.
    pub instance: Option<ExternalAccess>,
    /// How many external-access instances the organisation has (F25, F27).
    pub instances: u32,
    /// How many pairs of an external person and a role the organisation has (F26).
    pub role_assignments: u32,
    /// What holds of the partner that the change names, and of its person.
    pub partner: PartnerStanding,
    /// The relationship between that partner and the customer that the change names.
    pub relationship: Option<Relationship>,
    /// How many other partners have an established relationship with that customer (S15).
    pub other_relationships: u32,
    /// Another partner manages that customer (S15).
    pub managed_elsewhere: bool,
    /// The person, or the group, that the change names.
    pub person: Option<ChangePerson<'a>>,
    /// People may arrive by single sign-on (P17).
    pub sso_arrivals: bool,
    /// People may arrive by account requests (P17).
    pub account_requests: bool,
    /// The role of people who arrive by themselves (P17).
    pub default_role: Option<RoleName<'a>>,
    /// The request that the change names.
    pub request: Option<KeptRequest<'a>>,
    /// The company that the change names belongs to the account that it names (C28).
    pub company_in_account: bool,
}
