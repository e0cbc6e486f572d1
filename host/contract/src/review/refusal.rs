//! Why a change is refused, and what an accepted one is warned of.

/// Why a change is refused. Stable codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Refusal {
    /// The facts or the change break a rule of this contract (X5).
    #[cfg_attr(feature = "wasmtime", component(name = "malformed"))]
    Malformed,
    /// The policy does not let anybody make changes of this kind.
    #[cfg_attr(feature = "wasmtime", component(name = "unsupported-change"))]
    UnsupportedChange,
    /// The person may not make this change; `rejection.denial` says why.
    #[cfg_attr(feature = "wasmtime", component(name = "not-permitted"))]
    NotPermitted,
    /// The roles of the person are not among those that may assign this role (C9-C22).
    #[cfg_attr(feature = "wasmtime", component(name = "not-an-assigner"))]
    NotAnAssigner,
    /// A partner fully manages the customer (F6, F16, S14).
    #[cfg_attr(feature = "wasmtime", component(name = "managed-customer"))]
    ManagedCustomer,
    /// The vendor's instance cannot be deleted (F13).
    #[cfg_attr(feature = "wasmtime", component(name = "vendor-instance"))]
    VendorInstance,
    /// There is no such thing.
    #[cfg_attr(feature = "wasmtime", component(name = "not-found"))]
    NotFound,
    /// There is one already (R3, F17).
    #[cfg_attr(feature = "wasmtime", component(name = "already-exists"))]
    AlreadyExists,
    /// The partner is not accredited (F17).
    #[cfg_attr(feature = "wasmtime", component(name = "partner-not-accredited"))]
    PartnerNotAccredited,
    /// The partner's domain is not enabled in the customer's product (F18).
    #[cfg_attr(feature = "wasmtime", component(name = "domain-not-enabled"))]
    DomainNotEnabled,
    /// There is no established relationship with the partner (S3).
    #[cfg_attr(feature = "wasmtime", component(name = "no-relationship"))]
    NoRelationship,
    /// A managed customer has one partner and no other (S15).
    #[cfg_attr(feature = "wasmtime", component(name = "exclusive-relationship"))]
    ExclusiveRelationship,
    /// The person has no access to the partner's own system (S8).
    #[cfg_attr(feature = "wasmtime", component(name = "no-own-system-access"))]
    NoOwnSystemAccess,
    /// There would be more than the policy's limit (F25, F26, C40).
    #[cfg_attr(feature = "wasmtime", component(name = "limit-exceeded"))]
    LimitExceeded,
    /// The period is empty or runs backward (F28, C35).
    #[cfg_attr(feature = "wasmtime", component(name = "invalid-period"))]
    InvalidPeriod,
    /// The name is one of the policy's own roles (R3).
    #[cfg_attr(feature = "wasmtime", component(name = "reserved-name"))]
    ReservedName,
    /// A privilege is not `suite:resource:action` (R5).
    #[cfg_attr(feature = "wasmtime", component(name = "malformed-privilege"))]
    MalformedPrivilege,
    /// Neither the policy nor the organisation has a role of that name.
    #[cfg_attr(feature = "wasmtime", component(name = "unknown-role"))]
    UnknownRole,
    /// The role cannot be switched on and off (P4).
    #[cfg_attr(feature = "wasmtime", component(name = "role-not-switchable"))]
    RoleNotSwitchable,
    /// The role is switched off (P4).
    #[cfg_attr(feature = "wasmtime", component(name = "role-disabled"))]
    RoleDisabled,
    /// The role is deprecated, and the policy refuses new assignments of such roles (P11).
    #[cfg_attr(feature = "wasmtime", component(name = "role-deprecated"))]
    RoleDeprecated,
    /// The role is held automatically and by no other way (P15, C17).
    #[cfg_attr(feature = "wasmtime", component(name = "role-automatic"))]
    RoleAutomatic,
    /// The role is not for holders of this kind, or not for a resource, or only for one (C2, P13).
    #[cfg_attr(feature = "wasmtime", component(name = "wrong-holder"))]
    WrongHolder,
    /// The holder is not what the role asks of its holders (C10, C13, C20, C21, C24).
    #[cfg_attr(feature = "wasmtime", component(name = "holder-not-eligible"))]
    HolderNotEligible,
    /// What the role asks of its holders is not known of this one.
    #[cfg_attr(feature = "wasmtime", component(name = "attribute-missing"))]
    AttributeMissing,
    /// Workflow runs cannot be opened to the role (P12).
    #[cfg_attr(feature = "wasmtime", component(name = "role-not-run-scoped"))]
    RoleNotRunScoped,
    /// A person who is added by hand needs a role (P18).
    #[cfg_attr(feature = "wasmtime", component(name = "role-required"))]
    RoleRequired,
    /// A person who arrives by oneself gets the default role and chooses none (P17).
    #[cfg_attr(feature = "wasmtime", component(name = "role-not-chosen"))]
    RoleNotChosen,
    /// People do not arrive in this way (P17).
    #[cfg_attr(feature = "wasmtime", component(name = "arrival-disabled"))]
    ArrivalDisabled,
    /// The account is missing (C27).
    #[cfg_attr(feature = "wasmtime", component(name = "missing-account"))]
    MissingAccount,
    /// The company is missing (C27).
    #[cfg_attr(feature = "wasmtime", component(name = "missing-company"))]
    MissingCompany,
    /// The person responsible is missing (C27).
    #[cfg_attr(feature = "wasmtime", component(name = "missing-requested-by"))]
    MissingRequestedBy,
    /// The start is missing (C27).
    #[cfg_attr(feature = "wasmtime", component(name = "missing-valid-from"))]
    MissingValidFrom,
    /// The end is missing (C27).
    #[cfg_attr(feature = "wasmtime", component(name = "missing-valid-to"))]
    MissingValidTo,
    /// The company does not belong to the account (C28).
    #[cfg_attr(feature = "wasmtime", component(name = "company-not-in-account"))]
    CompanyNotInAccount,
    /// The person responsible may not ask for access (C25, C30).
    #[cfg_attr(feature = "wasmtime", component(name = "requester-not-eligible"))]
    RequesterNotEligible,
    /// Nobody grants access to oneself (C33).
    #[cfg_attr(feature = "wasmtime", component(name = "self-grant"))]
    SelfGrant,
    /// The time that was asked for is over (C36).
    #[cfg_attr(feature = "wasmtime", component(name = "request-expired"))]
    RequestExpired,
    /// The request has been answered, or taken back.
    #[cfg_attr(feature = "wasmtime", component(name = "request-not-pending"))]
    RequestNotPending,
    /// Nothing is granted that could be revoked.
    #[cfg_attr(feature = "wasmtime", component(name = "grant-not-active"))]
    GrantNotActive,
    /// Only whoever asked may take a request back.
    #[cfg_attr(feature = "wasmtime", component(name = "not-the-requester"))]
    NotTheRequester,
}

contract_names!(Refusal {
    Malformed => "malformed",
    UnsupportedChange => "unsupported-change",
    NotPermitted => "not-permitted",
    NotAnAssigner => "not-an-assigner",
    ManagedCustomer => "managed-customer",
    VendorInstance => "vendor-instance",
    NotFound => "not-found",
    AlreadyExists => "already-exists",
    PartnerNotAccredited => "partner-not-accredited",
    DomainNotEnabled => "domain-not-enabled",
    NoRelationship => "no-relationship",
    ExclusiveRelationship => "exclusive-relationship",
    NoOwnSystemAccess => "no-own-system-access",
    LimitExceeded => "limit-exceeded",
    InvalidPeriod => "invalid-period",
    ReservedName => "reserved-name",
    MalformedPrivilege => "malformed-privilege",
    UnknownRole => "unknown-role",
    RoleNotSwitchable => "role-not-switchable",
    RoleDisabled => "role-disabled",
    RoleDeprecated => "role-deprecated",
    RoleAutomatic => "role-automatic",
    WrongHolder => "wrong-holder",
    HolderNotEligible => "holder-not-eligible",
    AttributeMissing => "attribute-missing",
    RoleNotRunScoped => "role-not-run-scoped",
    RoleRequired => "role-required",
    RoleNotChosen => "role-not-chosen",
    ArrivalDisabled => "arrival-disabled",
    MissingAccount => "missing-account",
    MissingCompany => "missing-company",
    MissingRequestedBy => "missing-requested-by",
    MissingValidFrom => "missing-valid-from",
    MissingValidTo => "missing-valid-to",
    CompanyNotInAccount => "company-not-in-account",
    RequesterNotEligible => "requester-not-eligible",
    SelfGrant => "self-grant",
    RequestExpired => "request-expired",
    RequestNotPending => "request-not-pending",
    GrantNotActive => "grant-not-active",
    NotTheRequester => "not-the-requester",
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
    /// There is no default role: whoever arrives cannot log in (P17).
    #[cfg_attr(feature = "wasmtime", component(name = "no-default-role"))]
    NoDefaultRole,
    /// A privilege that the policy does not declare gives nothing (R16).
    #[cfg_attr(feature = "wasmtime", component(name = "undeclared-privilege"))]
    UndeclaredPrivilege,
    /// Role management is off: the assignment is kept and has no effect (F10).
    #[cfg_attr(feature = "wasmtime", component(name = "role-management-off"))]
    RoleManagementOff,
    /// It is so already (C36).
    #[cfg_attr(feature = "wasmtime", component(name = "no-change"))]
    NoChange,
}

contract_names!(Warning {
    DualListed => "dual-listed",
    DeprecatedRole => "deprecated-role",
    NoDefaultRole => "no-default-role",
    UndeclaredPrivilege => "undeclared-privilege",
    RoleManagementOff => "role-management-off",
    NoChange => "no-change",
});
