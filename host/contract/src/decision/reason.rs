//! Why a decision is what it is.

/// Why a decision is what it is. Stable codes; the first failed gate names the reason of a denial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Reason {
    /// A role, or full access, gives the privilege.
    #[cfg_attr(feature = "wasmtime", component(name = "granted"))]
    Granted,
    /// The operation needs no privilege, so that it needs no role (R10).
    #[cfg_attr(feature = "wasmtime", component(name = "no-role-required"))]
    NoRoleRequired,
    /// Nobody was identified (R7).
    #[cfg_attr(feature = "wasmtime", component(name = "not-identified"))]
    NotIdentified,
    /// The facts break a rule of this contract (X5).
    #[cfg_attr(feature = "wasmtime", component(name = "malformed-facts"))]
    MalformedFacts,
    /// The request breaks a rule of this contract (X5).
    #[cfg_attr(feature = "wasmtime", component(name = "malformed-request"))]
    MalformedRequest,
    /// The privilege expression cannot be read (R13).
    #[cfg_attr(feature = "wasmtime", component(name = "malformed-expression"))]
    MalformedExpression,
    /// The policy declares no operation of that name.
    #[cfg_attr(feature = "wasmtime", component(name = "unknown-api"))]
    UnknownApi,
    /// There is more of something than this contract allows.
    #[cfg_attr(feature = "wasmtime", component(name = "limit-exceeded"))]
    LimitExceeded,
    /// The organisation is not entitled to the product (F1).
    #[cfg_attr(feature = "wasmtime", component(name = "not-entitled"))]
    NotEntitled,
    /// There is no relationship with the partner (S3).
    #[cfg_attr(feature = "wasmtime", component(name = "no-relationship"))]
    NoRelationship,
    /// The relationship has ended (S3, S23).
    #[cfg_attr(feature = "wasmtime", component(name = "relationship-ended"))]
    RelationshipEnded,
    /// The partner is not accredited (F17, F32).
    #[cfg_attr(feature = "wasmtime", component(name = "partner-not-accredited"))]
    PartnerNotAccredited,
    /// The partner's domain is not enabled in the customer's product (F18).
    #[cfg_attr(feature = "wasmtime", component(name = "domain-not-enabled"))]
    DomainNotEnabled,
    /// The person has no access to the partner service layer (F15).
    #[cfg_attr(feature = "wasmtime", component(name = "no-partner-service-layer"))]
    NoPartnerServiceLayer,
    /// The person has no access to the partner's own system (S8).
    #[cfg_attr(feature = "wasmtime", component(name = "no-own-system-access"))]
    NoOwnSystemAccess,
    /// The partner has not authorised the person for this customer (F20, S6).
    #[cfg_attr(feature = "wasmtime", component(name = "not-authorised"))]
    NotAuthorised,
    /// The partner's own system has no single sign-on provider enabled (S12).
    #[cfg_attr(feature = "wasmtime", component(name = "sso-not-enabled"))]
    SsoNotEnabled,
    /// The same person is listed as a user of the customer (F24, S10).
    #[cfg_attr(feature = "wasmtime", component(name = "dual-listed"))]
    DualListed,
    /// The customer has set up no external access for the grantee (F17).
    #[cfg_attr(feature = "wasmtime", component(name = "no-external-access"))]
    NoExternalAccess,
    /// External access is switched off (F12, S20).
    #[cfg_attr(feature = "wasmtime", component(name = "access-disabled"))]
    AccessDisabled,
    /// External access, or every role that would do, begins later.
    #[cfg_attr(feature = "wasmtime", component(name = "window-not-started"))]
    WindowNotStarted,
    /// External access, or every role that would do, has ended.
    #[cfg_attr(feature = "wasmtime", component(name = "window-ended"))]
    WindowEnded,
    /// No role is held at all (F9, P1).
    #[cfg_attr(feature = "wasmtime", component(name = "no-role-assigned"))]
    NoRoleAssigned,
    /// A role that would do is switched off (P4).
    #[cfg_attr(feature = "wasmtime", component(name = "role-disabled"))]
    RoleDisabled,
    /// Nobody has granted the person's organisation access here (C21, C38).
    #[cfg_attr(feature = "wasmtime", component(name = "no-access-grant"))]
    NoAccessGrant,
    /// Access has been asked for and not granted yet (C31).
    #[cfg_attr(feature = "wasmtime", component(name = "request-pending"))]
    RequestPending,
    /// Access was granted and has been revoked (C37).
    #[cfg_attr(feature = "wasmtime", component(name = "grant-revoked"))]
    GrantRevoked,
    /// The person no longer is what a role that would do asks of its holders (C20, C21, C24).
    #[cfg_attr(feature = "wasmtime", component(name = "holder-not-eligible"))]
    HolderNotEligible,
    /// A condition of the privilege does not hold.
    #[cfg_attr(feature = "wasmtime", component(name = "condition-not-met"))]
    ConditionNotMet,
    /// A condition of the privilege asks about an attribute that the facts do not have.
    #[cfg_attr(feature = "wasmtime", component(name = "attribute-missing"))]
    AttributeMissing,
    /// No role that is held gives the privilege.
    #[cfg_attr(feature = "wasmtime", component(name = "no-privilege"))]
    NoPrivilege,
    /// A rule could not be evaluated (X5).
    #[cfg_attr(feature = "wasmtime", component(name = "rule-error"))]
    RuleError,
}

contract_names!(Reason {
    Granted => "granted",
    NoRoleRequired => "no-role-required",
    NotIdentified => "not-identified",
    MalformedFacts => "malformed-facts",
    MalformedRequest => "malformed-request",
    MalformedExpression => "malformed-expression",
    UnknownApi => "unknown-api",
    LimitExceeded => "limit-exceeded",
    NotEntitled => "not-entitled",
    NoRelationship => "no-relationship",
    RelationshipEnded => "relationship-ended",
    PartnerNotAccredited => "partner-not-accredited",
    DomainNotEnabled => "domain-not-enabled",
    NoPartnerServiceLayer => "no-partner-service-layer",
    NoOwnSystemAccess => "no-own-system-access",
    NotAuthorised => "not-authorised",
    SsoNotEnabled => "sso-not-enabled",
    DualListed => "dual-listed",
    NoExternalAccess => "no-external-access",
    AccessDisabled => "access-disabled",
    WindowNotStarted => "window-not-started",
    WindowEnded => "window-ended",
    NoRoleAssigned => "no-role-assigned",
    RoleDisabled => "role-disabled",
    NoAccessGrant => "no-access-grant",
    RequestPending => "request-pending",
    GrantRevoked => "grant-revoked",
    HolderNotEligible => "holder-not-eligible",
    ConditionNotMet => "condition-not-met",
    AttributeMissing => "attribute-missing",
    NoPrivilege => "no-privilege",
    RuleError => "rule-error",
});
