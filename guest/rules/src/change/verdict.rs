//! The answer to a change.

use crate::decision::{Obligations, Reason};
use crate::identifiers::RoleName;
use crate::time::Window;
use alloc::vec::Vec;

/// Why a change is refused. Closed: whoever handles verdicts must handle each. The declaration order is the order in
/// which a rejection names its reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The facts or the change break a rule of this contract (X5).
    Malformed,
    /// The policy does not let anybody make changes of this kind.
    UnsupportedChange,
    /// The person may not make this change; [`Rejection::denial`] says why.
    NotPermitted,
    /// The roles of the person are not among those that may assign this role (C9-C22).
    NotAnAssigner,
    /// A partner fully manages the customer (F6, F16, S14).
    ManagedCustomer,
    /// The vendor's instance cannot be deleted (F13).
    VendorInstance,
    /// There is no such thing.
    NotFound,
    /// There is one already (R3, F17).
    AlreadyExists,
    /// The partner is not accredited (F17).
    PartnerNotAccredited,
    /// The partner's domain is not enabled in the customer's product (F18).
    DomainNotEnabled,
    /// There is no established relationship with the partner (S3).
    NoRelationship,
    /// A managed customer has one partner and no other (S15).
    ExclusiveRelationship,
    /// The person has no access to the partner's own system (S8).
    NoOwnSystemAccess,
    /// There would be more than the policy's limit (F25, F26, C40).
    LimitExceeded,
    /// The period is empty or runs backward (F28, C35).
    InvalidPeriod,
    /// The name is one of the policy's own roles (R3).
    ReservedName,
    /// A privilege is not `suite:resource:action` (R5).
    MalformedPrivilege,
    /// Neither the policy nor the organisation has a role of that name.
    UnknownRole,
    /// The role cannot be switched on and off (P4).
    RoleNotSwitchable,
    /// The role is switched off (P4).
    RoleDisabled,
    /// The role is deprecated, and the policy refuses new assignments of such roles (P11).
    RoleDeprecated,
    /// The role is held automatically and by no other way (P15, C17).
    RoleAutomatic,
    /// The role is not for holders of this kind, or not for a resource, or only for one (C2, P13).
    WrongHolder,
    /// The holder is not what the role asks of its holders (C10, C13, C20, C21, C24).
    HolderNotEligible,
    /// What the role asks of its holders is not known of this one.
    AttributeMissing,
    /// Workflow runs cannot be opened to the role (P12).
    RoleNotRunScoped,
    /// A person who is added by hand needs a role (P18).
    RoleRequired,
    /// A person who arrives by oneself gets the default role and chooses none (P17).
    RoleNotChosen,
    /// People do not arrive in this way (P17).
    ArrivalDisabled,
    /// The account is missing (C27).
    MissingAccount,
    /// The company is missing (C27).
    MissingCompany,
    /// The person responsible is missing (C27).
    MissingRequestedBy,
    /// The start is missing (C27).
    MissingValidFrom,
    /// The end is missing (C27).
    MissingValidTo,
    /// The company does not belong to the account (C28).
    CompanyNotInAccount,
    /// The person responsible may not ask for access (C25, C30).
    RequesterNotEligible,
    /// Nobody grants access to oneself (C33).
    SelfGrant,
    /// The time that was asked for is over (C36).
    RequestExpired,
    /// The request has been answered, or taken back.
    RequestNotPending,
    /// Nothing is granted that could be revoked.
    GrantNotActive,
    /// Only whoever asked may take a request back.
    NotTheRequester,
}

/// What an accepted change should be warned of. The declaration order is the order in which an acceptance names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// The person is also listed by the customer; sign-in fails until one listing is gone (S10).
    DualListed,
    /// The role is deprecated (P11).
    DeprecatedRole,
    /// There is no default role: whoever arrives cannot log in (P17).
    NoDefaultRole,
    /// A privilege that the policy does not declare gives nothing (R16).
    UndeclaredPrivilege,
    /// Role management is off: the assignment is kept and has no effect (F10).
    RoleManagementOff,
    /// It is so already (C36).
    NoChange,
}

/// What an accepted change brings with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acceptance<'a> {
    /// Rising, without repeats.
    pub warnings: Vec<Warning>,
    /// What the person who makes the change owes.
    pub obligations: Obligations,
    /// The roles that a new person gets (P17, P18).
    pub roles: Vec<RoleName<'a>>,
    /// The window in which access that is granted holds (C35, C36).
    pub access: Option<Window>,
}

/// What a refused change was refused for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Every reason, rising, without repeats; at least one.
    pub refusals: Vec<Refusal>,
    /// Why the person may not make the change; present exactly when [`Refusal::NotPermitted`] is among the reasons.
    pub denial: Option<Reason>,
}

/// The answer to a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// It may be made.
    Accepted(Acceptance<'a>),
    /// It may not.
    Refused(Rejection),
}
