//! Changes that somebody wants to make, and the verdict on them.

use crate::{AccessMode, InstantMs, Obligations};

/// Whom an external-access instance lets in (F4).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum Grantee {
    /// The vendor's employees.
    #[cfg_attr(feature = "wasmtime", component(name = "vendor"))]
    Vendor,
    /// The authorised users of this partner organisation.
    #[cfg_attr(feature = "wasmtime", component(name = "partner"))]
    Partner(String),
}

/// What a customer sets in an external-access instance.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ExternalAccessSettings {
    /// Whether and when it is on.
    pub mode: AccessMode,
    /// Whether assigned roles restrict the external people.
    #[cfg_attr(feature = "wasmtime", component(name = "role-management"))]
    pub role_management: bool,
}

/// An instance and what it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ExternalAccessEdit {
    /// Whose access.
    pub grantee: Grantee,
    /// The settings wished for.
    pub settings: ExternalAccessSettings,
}

/// A person and a partner's customer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct PartnerUserEdit {
    /// The partner's customer.
    pub customer: String,
    /// The partner's person.
    pub person: String,
}

/// Who is to hold a role.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum RoleHolder {
    /// A user of the organisation.
    #[cfg_attr(feature = "wasmtime", component(name = "person"))]
    Person(String),
    /// A group of the organisation.
    #[cfg_attr(feature = "wasmtime", component(name = "group"))]
    Group(String),
    /// An account login (C2).
    #[cfg_attr(feature = "wasmtime", component(name = "account"))]
    Account(String),
    /// An external person let in by an instance (F14, F23).
    #[cfg_attr(feature = "wasmtime", component(name = "external-person"))]
    ExternalPerson(String),
}

/// A role and who is to hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RoleAssignment {
    /// Who.
    pub holder: RoleHolder,
    /// Which role.
    pub role: String,
    /// The one resource that it is limited to, as app roles are (P13).
    #[cfg_attr(feature = "wasmtime", component(name = "on-resource"))]
    pub on_resource: Option<String>,
}

/// A custom role as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct CustomRoleEdit {
    /// Its name, unique in the organisation (R3).
    pub name: String,
    /// Its privileges.
    pub privileges: Vec<String>,
}

/// A role switched on or off (P4).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RoleSwitch {
    /// Which role.
    pub role: String,
    /// On, or off.
    pub enabled: bool,
}

/// How a new person arrives (P17, P18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Arrival {
    /// Added by hand; a role must be named.
    #[cfg_attr(feature = "wasmtime", component(name = "manual"))]
    Manual,
    /// By SAML single sign-on; the default role applies.
    #[cfg_attr(feature = "wasmtime", component(name = "sso"))]
    Sso,
    /// By an account request; the default role applies.
    #[cfg_attr(feature = "wasmtime", component(name = "account-request"))]
    AccountRequest,
}

contract_names!(Arrival {
    Manual => "manual",
    Sso => "sso",
    AccountRequest => "account-request",
});

/// A person to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct NewPerson {
    /// E-mail address.
    pub email: String,
    /// How the person arrives.
    pub arrival: Arrival,
    /// The roles named for the person.
    pub roles: Vec<String>,
}

/// A workflow run opened to a role (P12).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RunGrant {
    /// The run.
    pub run: String,
    /// The role that may view and manage it.
    pub role: String,
}

/// A request for access to a customer's account (C27).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct AccessRequest {
    /// Required (C27).
    pub account: Option<String>,
    /// Required; must belong to the account (C28).
    pub company: Option<String>,
    /// Optional free text.
    pub description: Option<String>,
    /// Required: the person responsible (C30).
    #[cfg_attr(feature = "wasmtime", component(name = "requested-by"))]
    pub requested_by: Option<String>,
    /// Required: the first instant of access.
    #[cfg_attr(feature = "wasmtime", component(name = "valid-from"))]
    pub valid_from: Option<InstantMs>,
    /// Required: the first instant without it; later than `valid-from` (C35).
    #[cfg_attr(feature = "wasmtime", component(name = "valid-to"))]
    pub valid_to: Option<InstantMs>,
}

/// A change that somebody wants to make. The person is the principal of the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum Change {
    /// Set up external access for a grantee (F17, F19).
    #[cfg_attr(feature = "wasmtime", component(name = "create-external-access"))]
    CreateExternalAccess(ExternalAccessEdit),
    /// Change mode, period or role management (F12, F19, F31).
    #[cfg_attr(feature = "wasmtime", component(name = "edit-external-access"))]
    EditExternalAccess(ExternalAccessEdit),
    /// Remove an instance (F13, F19).
    #[cfg_attr(feature = "wasmtime", component(name = "delete-external-access"))]
    DeleteExternalAccess(Grantee),
    /// Establish a relationship with a customer (S3, S15).
    #[cfg_attr(feature = "wasmtime", component(name = "establish-relationship"))]
    EstablishRelationship(String),
    /// Make the customer a managed one (S15).
    #[cfg_attr(feature = "wasmtime", component(name = "make-customer-managed"))]
    MakeCustomerManaged(String),
    /// End the relationship with a customer (S23).
    #[cfg_attr(feature = "wasmtime", component(name = "end-relationship"))]
    EndRelationship(String),
    /// Authorise a partner's user for a customer (F20, S6, S8).
    #[cfg_attr(feature = "wasmtime", component(name = "authorise-user"))]
    AuthoriseUser(PartnerUserEdit),
    /// Take the authorisation away.
    #[cfg_attr(feature = "wasmtime", component(name = "withdraw-user-authorisation"))]
    WithdrawUserAuthorisation(PartnerUserEdit),
    /// Make a custom role (R3, P3).
    #[cfg_attr(feature = "wasmtime", component(name = "create-custom-role"))]
    CreateCustomRole(CustomRoleEdit),
    /// Change a custom role's privileges.
    #[cfg_attr(feature = "wasmtime", component(name = "edit-custom-role"))]
    EditCustomRole(CustomRoleEdit),
    /// Remove a custom role.
    #[cfg_attr(feature = "wasmtime", component(name = "delete-custom-role"))]
    DeleteCustomRole(String),
    /// Switch a role on or off (P4).
    #[cfg_attr(feature = "wasmtime", component(name = "switch-role"))]
    SwitchRole(RoleSwitch),
    /// Give a role to somebody (C9-C22, F14, P13).
    #[cfg_attr(feature = "wasmtime", component(name = "assign-role"))]
    AssignRole(RoleAssignment),
    /// Take a role from somebody.
    #[cfg_attr(feature = "wasmtime", component(name = "unassign-role"))]
    UnassignRole(RoleAssignment),
    /// Add a person (P17, P18).
    #[cfg_attr(feature = "wasmtime", component(name = "add-person"))]
    AddPerson(NewPerson),
    /// Choose the role of people who arrive by themselves (P17); none to choose no role.
    #[cfg_attr(feature = "wasmtime", component(name = "set-default-role"))]
    SetDefaultRole(Option<String>),
    /// Open a workflow run to a role (P12).
    #[cfg_attr(feature = "wasmtime", component(name = "grant-run"))]
    GrantRun(RunGrant),
    /// Close a workflow run to a role.
    #[cfg_attr(feature = "wasmtime", component(name = "withdraw-run"))]
    WithdrawRun(RunGrant),
    /// Ask for access (C25-C30).
    #[cfg_attr(feature = "wasmtime", component(name = "submit-request"))]
    SubmitRequest(AccessRequest),
    /// Grant a request, by its id (C32, C33).
    #[cfg_attr(feature = "wasmtime", component(name = "grant-request"))]
    GrantRequest(String),
    /// Reject a request, by its id (C37).
    #[cfg_attr(feature = "wasmtime", component(name = "reject-request"))]
    RejectRequest(String),
    /// Withdraw one's own request, by its id (C37).
    #[cfg_attr(feature = "wasmtime", component(name = "withdraw-request"))]
    WithdrawRequest(String),
    /// Revoke what a request was granted, by its id (C37).
    #[cfg_attr(feature = "wasmtime", component(name = "revoke-grant"))]
    RevokeGrant(String),
}

/// Why a change is refused. Stable codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Refusal {
    /// This component does not judge changes of this kind.
    #[cfg_attr(feature = "wasmtime", component(name = "not-yet-supported"))]
    NotYetSupported,
    /// The facts or the change break a rule of this contract (X5).
    #[cfg_attr(feature = "wasmtime", component(name = "malformed"))]
    Malformed,
}

contract_names!(Refusal {
    NotYetSupported => "not-yet-supported",
    Malformed => "malformed",
});

/// What an accepted change should be warned of. Stable codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Warning {
    /// The person is also listed by the customer; sign-in fails until one listing is gone (S10).
    #[cfg_attr(feature = "wasmtime", component(name = "dual-listed"))]
    DualListed,
    /// The role is deprecated (P11).
    #[cfg_attr(feature = "wasmtime", component(name = "deprecated-role"))]
    DeprecatedRole,
}

contract_names!(Warning {
    DualListed => "dual-listed",
    DeprecatedRole => "deprecated-role",
});

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
    /// It may not; every reason, in the order of the enumeration.
    #[cfg_attr(feature = "wasmtime", component(name = "refused"))]
    Refused(Vec<Refusal>),
}
