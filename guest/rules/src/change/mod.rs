//! What somebody wants to change, and what the rules may look at to judge it.

mod facts;
mod kind;
mod verdict;

pub use facts::{ChangeFacts, ChangePerson, KeptRequest};
pub use kind::ChangeKind;
pub use verdict::{Acceptance, Refusal, Rejection, Verdict, Warning};

use crate::facts::{AppLevel, RoleKind};
use crate::identifiers::{EntityId, OrganisationId, RoleName};
use crate::time::{Instant, Window};
use alloc::vec::Vec;

/// Whom an external-access instance lets in (F4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grantee<'a> {
    /// The vendor's employees.
    Vendor,
    /// The authorised users of this partner organisation.
    Partner(OrganisationId<'a>),
}

/// Whether external access is to be on. Its window may still run backward: that is a reason to refuse, not a reason
/// to misunderstand the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposedMode {
    /// On until somebody changes it.
    Continuous,
    /// On inside the window only; none when its end is not later than its start (F28).
    Period(Option<Window>),
    /// Off.
    Disabled,
}

/// An instance and what it is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExternalAccessEdit<'a> {
    /// Whose access.
    pub grantee: Grantee<'a>,
    /// Whether and when it is to be on.
    pub mode: ProposedMode,
    /// Whether assigned roles are to restrict the external people.
    pub role_management: bool,
}

/// A person and a partner's customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartnerUserEdit<'a> {
    /// The partner's customer.
    pub customer: OrganisationId<'a>,
    /// The partner's person.
    pub person: EntityId<'a>,
}

/// Who is to hold a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleHolder<'a> {
    /// A user of the organisation.
    Person(EntityId<'a>),
    /// A group of the organisation.
    Group(EntityId<'a>),
    /// An account login (C2).
    Account(EntityId<'a>),
    /// An external person let in by an instance (F14, F23).
    ExternalPerson(EntityId<'a>),
}

/// A role and who is to hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleAssignment<'a> {
    /// Who.
    pub holder: RoleHolder<'a>,
    /// Which role.
    pub role: RoleName<'a>,
    /// The one resource that it is limited to (P13).
    pub on_resource: Option<EntityId<'a>>,
}

/// A custom role as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomRoleEdit<'a> {
    /// Its name, unique in the organisation (R3).
    pub name: RoleName<'a>,
    /// Who may hold it.
    pub kind: RoleKind,
    /// For an app role: its level.
    pub level: AppLevel,
    /// Its privileges.
    pub privileges: Vec<&'a str>,
}

/// A role switched on or off (P4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleSwitch<'a> {
    /// Which role.
    pub role: RoleName<'a>,
    /// On, or off.
    pub enabled: bool,
}

/// How a new person arrives (P17, P18).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Added by hand; a role must be named.
    Manual,
    /// By SAML single sign-on; the default role applies.
    Sso,
    /// By an account request; the default role applies.
    AccountRequest,
}

/// A person to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson<'a> {
    /// E-mail address.
    pub email: &'a str,
    /// How the person arrives.
    pub arrival: Arrival,
    /// The roles named for the person.
    pub roles: Vec<RoleName<'a>>,
}

/// A workflow run opened to a role (P12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunGrant<'a> {
    /// The run.
    pub run: EntityId<'a>,
    /// The role that may view and manage it.
    pub role: RoleName<'a>,
}

/// A request for access to a customer's account (C27).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessRequest<'a> {
    /// Required (C27).
    pub account: Option<OrganisationId<'a>>,
    /// Required; must belong to the account (C28).
    pub company: Option<EntityId<'a>>,
    /// Required: the person responsible (C30).
    pub requested_by: Option<EntityId<'a>>,
    /// Required: the first instant of access.
    pub valid_from: Option<Instant>,
    /// Required: the first instant without it; later than `valid_from` (C35).
    pub valid_to: Option<Instant>,
}

/// A change that somebody wants to make. The person is the principal of the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<'a> {
    /// Set up external access for a grantee (F17, F19).
    CreateExternalAccess(ExternalAccessEdit<'a>),
    /// Change mode, period or role management (F12, F19, F31).
    EditExternalAccess(ExternalAccessEdit<'a>),
    /// Remove an instance (F13, F19).
    DeleteExternalAccess(Grantee<'a>),
    /// Establish a relationship with a customer (S3, S15).
    EstablishRelationship(OrganisationId<'a>),
    /// Make the customer a managed one (S15).
    MakeCustomerManaged(OrganisationId<'a>),
    /// End the relationship with a customer (S23).
    EndRelationship(OrganisationId<'a>),
    /// Authorise a partner's user for a customer (F20, S6, S8).
    AuthoriseUser(PartnerUserEdit<'a>),
    /// Take the authorisation away.
    WithdrawUserAuthorisation(PartnerUserEdit<'a>),
    /// Make a custom role (R3, P3).
    CreateCustomRole(CustomRoleEdit<'a>),
    /// Change a custom role.
    EditCustomRole(CustomRoleEdit<'a>),
    /// Remove a custom role.
    DeleteCustomRole(RoleName<'a>),
    /// Switch a role on or off (P4).
    SwitchRole(RoleSwitch<'a>),
    /// Give a role to somebody (C9-C22, F14, P13).
    AssignRole(RoleAssignment<'a>),
    /// Take a role from somebody.
    UnassignRole(RoleAssignment<'a>),
    /// Add a person (P17, P18).
    AddPerson(NewPerson<'a>),
    /// Choose the role of people who arrive by themselves (P17); none to choose no role.
    SetDefaultRole(Option<RoleName<'a>>),
    /// Open a workflow run to a role (P12).
    GrantRun(RunGrant<'a>),
    /// Close a workflow run to a role.
    WithdrawRun(RunGrant<'a>),
    /// Ask for access (C25-C30).
    SubmitRequest(AccessRequest<'a>),
    /// Grant a request, by its id (C32, C33).
    GrantRequest(EntityId<'a>),
    /// Reject a request, by its id (C37).
    RejectRequest(EntityId<'a>),
    /// Withdraw one's own request, by its id (C37).
    WithdrawRequest(EntityId<'a>),
    /// Revoke what a request was granted, by its id (C37).
    RevokeGrant(EntityId<'a>),
}
