//! What comes out: a decision for each request.

use crate::InstantMs;

/// May, or may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Effect {
    /// The request is denied.
    #[cfg_attr(feature = "wasmtime", component(name = "deny"))]
    Deny,
    /// The request is allowed.
    #[cfg_attr(feature = "wasmtime", component(name = "allow"))]
    Allow,
}

contract_names!(Effect {
    Deny => "deny",
    Allow => "allow",
});

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
    NoPrivilege => "no-privilege",
    RuleError => "rule-error",
});

/// A role, wherever it is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum RoleReference {
    /// One of the policy's own.
    #[cfg_attr(feature = "wasmtime", component(name = "policy"))]
    Policy(u16),
    /// One of the organisation's own.
    #[cfg_attr(feature = "wasmtime", component(name = "custom"))]
    Custom(u16),
}

/// How a role came to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Holding {
    /// Granted to the person.
    #[cfg_attr(feature = "wasmtime", component(name = "direct"))]
    Direct,
    /// Granted to a group that the person is a member of (R2).
    #[cfg_attr(feature = "wasmtime", component(name = "group"))]
    Group,
    /// Held on one resource, as an app role (P13, P21).
    #[cfg_attr(feature = "wasmtime", component(name = "app-role"))]
    AppRole,
    /// Held by everyone of a kind, without a grant (C8, C17, C23).
    #[cfg_attr(feature = "wasmtime", component(name = "automatic"))]
    Automatic,
    /// Assigned to an external person in Role management (F9, F14).
    #[cfg_attr(feature = "wasmtime", component(name = "external"))]
    External,
    /// No role: role management is off, or the customer is managed (F8, S16).
    #[cfg_attr(feature = "wasmtime", component(name = "full-access"))]
    FullAccess,
}

contract_names!(Holding {
    Direct => "direct",
    Group => "group",
    AppRole => "app-role",
    Automatic => "automatic",
    External => "external",
    FullAccess => "full-access",
});

/// What granted an allowed request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct GrantedBy {
    /// The role; none for full access.
    pub role: Option<RoleReference>,
    /// How it was held.
    pub held: Holding,
    /// The privilege of the request that it gave.
    pub privilege: u16,
}

/// Groups of facts that a decision looked at. A page can say that its answer is only as good as these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct FactsRead {
    /// `principal.kind`.
    pub principal: bool,
    /// `entitlements`.
    pub entitlements: bool,
    /// `relationship`.
    pub relationship: bool,
    /// `principal.partner`.
    #[cfg_attr(feature = "wasmtime", component(name = "partner-standing"))]
    pub partner_standing: bool,
    /// `listed-users`, and the person's e-mail and identity.
    #[cfg_attr(feature = "wasmtime", component(name = "listed-users"))]
    pub listed_users: bool,
    /// `external-access`.
    #[cfg_attr(feature = "wasmtime", component(name = "external-access"))]
    pub external_access: bool,
    /// `role-grants` and `organisation`.
    #[cfg_attr(feature = "wasmtime", component(name = "role-grants"))]
    pub role_grants: bool,
    /// `groups`.
    pub groups: bool,
    /// `custom-roles` and `custom-privileges`.
    #[cfg_attr(feature = "wasmtime", component(name = "custom-roles"))]
    pub custom_roles: bool,
    /// `disabled-roles`.
    #[cfg_attr(feature = "wasmtime", component(name = "disabled-roles"))]
    pub disabled_roles: bool,
}

impl FactsRead {
    /// The names of all groups of facts, in the order of the contract.
    pub const NAMES: [&'static str; 10] = [
        "principal",
        "entitlements",
        "relationship",
        "partner-standing",
        "listed-users",
        "external-access",
        "role-grants",
        "groups",
        "custom-roles",
        "disabled-roles",
    ];

    /// The names of the groups of facts that were looked at, in the order of the contract.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let read = [
            self.principal,
            self.entitlements,
            self.relationship,
            self.partner_standing,
            self.listed_users,
            self.external_access,
            self.role_grants,
            self.groups,
            self.custom_roles,
            self.disabled_roles,
        ];
        Self::NAMES.into_iter().zip(read).filter_map(|(name, read)| read.then_some(name))
    }
}

/// What the caller owes when it acts on a decision or a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Obligations {
    /// Data protection agreements with the third party must be in place (F11).
    #[cfg_attr(feature = "wasmtime", component(name = "data-protection-agreement"))]
    pub data_protection_agreement: bool,
    /// The person behind the action must be recorded by name (X7, C20, C24).
    #[cfg_attr(feature = "wasmtime", component(name = "name-the-person"))]
    pub name_the_person: bool,
}

impl Obligations {
    /// The names of all obligations, in the order of the contract.
    pub const NAMES: [&'static str; 2] = ["data-protection-agreement", "name-the-person"];

    /// The names of what is owed, in the order of the contract.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let owed = [self.data_protection_agreement, self.name_the_person];
        Self::NAMES.into_iter().zip(owed).filter_map(|(name, owed)| owed.then_some(name))
    }
}

/// A step that a request must pass, in the order in which they are tried (S22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum Gate {
    /// Facts and request keep the contract (X5).
    #[cfg_attr(feature = "wasmtime", component(name = "well-formed"))]
    WellFormed,
    /// Somebody was identified (R7).
    #[cfg_attr(feature = "wasmtime", component(name = "identification"))]
    Identification,
    /// The organisation is entitled to the suite asked for (F1).
    #[cfg_attr(feature = "wasmtime", component(name = "entitlement"))]
    Entitlement,
    /// The relationship with the partner stands (S3).
    #[cfg_attr(feature = "wasmtime", component(name = "relationship"))]
    Relationship,
    /// The partner is accredited (F17, F32).
    #[cfg_attr(feature = "wasmtime", component(name = "accreditation"))]
    Accreditation,
    /// The partner's domain is enabled (F18).
    #[cfg_attr(feature = "wasmtime", component(name = "domain"))]
    Domain,
    /// The person has access to the partner service layer (F15).
    #[cfg_attr(feature = "wasmtime", component(name = "partner-service-layer"))]
    PartnerServiceLayer,
    /// The person has access to the partner's own system (S8).
    #[cfg_attr(feature = "wasmtime", component(name = "own-system-access"))]
    OwnSystemAccess,
    /// The partner has authorised the person (F20, S6).
    #[cfg_attr(feature = "wasmtime", component(name = "authorisation"))]
    Authorisation,
    /// The partner has single sign-on (S12).
    #[cfg_attr(feature = "wasmtime", component(name = "sso"))]
    Sso,
    /// The person is not also listed by the customer (F24, S10).
    #[cfg_attr(feature = "wasmtime", component(name = "dual-listing"))]
    DualListing,
    /// External access is on at this instant (F12, S17).
    #[cfg_attr(feature = "wasmtime", component(name = "access-mode"))]
    AccessMode,
    /// A role, or full access, gives the privilege (R4, F8, F9).
    #[cfg_attr(feature = "wasmtime", component(name = "privilege"))]
    Privilege,
}

contract_names!(Gate {
    WellFormed => "well-formed",
    Identification => "identification",
    Entitlement => "entitlement",
    Relationship => "relationship",
    Accreditation => "accreditation",
    Domain => "domain",
    PartnerServiceLayer => "partner-service-layer",
    OwnSystemAccess => "own-system-access",
    Authorisation => "authorisation",
    Sso => "sso",
    DualListing => "dual-listing",
    AccessMode => "access-mode",
    Privilege => "privilege",
});

/// What became of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum GateOutcome {
    /// The request passed it.
    #[cfg_attr(feature = "wasmtime", component(name = "passed"))]
    Passed,
    /// The policy or the managed relationship exempts the request from it (S22).
    #[cfg_attr(feature = "wasmtime", component(name = "skipped"))]
    Skipped,
    /// The request failed it, for this reason.
    #[cfg_attr(feature = "wasmtime", component(name = "failed"))]
    Failed(Reason),
    /// An earlier failure left nothing to ask of this gate.
    #[cfg_attr(feature = "wasmtime", component(name = "not-reached"))]
    NotReached,
}

/// One line of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct GateResult {
    /// Which gate.
    pub gate: Gate,
    /// What became of it.
    pub outcome: GateOutcome,
}

/// Why a decision is what it is, gate by gate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Explanation {
    /// Every gate that applies to this kind of person, in order. After the first failure later gates are still judged
    /// where they can be, so that all obstacles show at once; only the first names the decision's reason.
    pub gates: Vec<GateResult>,
}

/// The answer to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Decision {
    /// May, or may not.
    pub effect: Effect,
    /// Why.
    pub reason: Reason,
    /// What gave it; present exactly when `reason` is `granted`.
    #[cfg_attr(feature = "wasmtime", component(name = "granted-by"))]
    pub granted_by: Option<GrantedBy>,
    /// The first instant from which the same facts give this same decision, its explanation excepted, without a break
    /// up to `now`; none when they always did.
    #[cfg_attr(feature = "wasmtime", component(name = "valid-from"))]
    pub valid_from: Option<InstantMs>,
    /// The first instant after `now` at which the same facts give another decision, an explanation excepted; none
    /// when they never do.
    #[cfg_attr(feature = "wasmtime", component(name = "valid-until"))]
    pub valid_until: Option<InstantMs>,
    /// Bit n set: hide the field group n of `policy-info.field-groups` (P13, P28). 0 for a denial: there is nothing to
    /// show.
    #[cfg_attr(feature = "wasmtime", component(name = "hidden-field-groups"))]
    pub hidden_field_groups: u64,
    /// What the caller owes.
    pub obligations: Obligations,
    /// What the decision rests on.
    #[cfg_attr(feature = "wasmtime", component(name = "facts-read"))]
    pub facts_read: FactsRead,
    /// Present exactly when the request asked for it.
    pub explanation: Option<Explanation>,
}

impl Decision {
    /// Whether the request may go through. Everything else is a denial.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.effect == Effect::Allow
    }
}
