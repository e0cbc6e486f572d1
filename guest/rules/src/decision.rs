//! What comes out.

use crate::gate::Gate;
use crate::identifiers::{CustomRoleIndex, PrivilegeIndex, RoleIndex};
use crate::remedy::RemedySet;
use crate::time::Instant;
use alloc::vec::Vec;

/// May, or may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The request is denied.
    Deny,
    /// The request is allowed.
    Allow,
}

/// Why a decision is what it is. Closed: whoever handles decisions must handle each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A role, or full access, gives the privilege (R4, F8).
    Granted,
    /// The operation needs no privilege, so that it needs no role (R10).
    NoRoleRequired,
    /// Nobody was identified (R7).
    NotIdentified,
    /// The facts break a rule of the contract (X5).
    MalformedFacts,
    /// The request breaks a rule of the contract (X5).
    MalformedRequest,
    /// The privilege expression cannot be read (R13).
    MalformedExpression,
    /// The policy declares no operation of that name.
    UnknownApi,
    /// There is more of something than [`limits`](crate::limits) allows.
    LimitExceeded,
    /// The organisation is not entitled to the product (F1).
    NotEntitled,
    /// There is no relationship with the partner (S3).
    NoRelationship,
    /// The relationship has ended (S3, S23).
    RelationshipEnded,
    /// The partner is not accredited (F17, F32).
    PartnerNotAccredited,
    /// The partner's domain is not enabled in the customer's product (F18).
    DomainNotEnabled,
    /// The person has no access to the partner service layer (F15).
    NoPartnerServiceLayer,
    /// The person has no access to the partner's own system (S8).
    NoOwnSystemAccess,
    /// The partner has not authorised the person for this customer (F20, S6).
    NotAuthorised,
    /// The partner's own system has no single sign-on provider enabled (S12).
    SsoNotEnabled,
    /// The same person is listed as a user of the customer (F24, S10).
    DualListed,
    /// The customer has set up no external access for the grantee (F17).
    NoExternalAccess,
    /// External access is switched off (F12, S20).
    AccessDisabled,
    /// External access, or every role that would do, begins later.
    WindowNotStarted,
    /// External access, or every role that would do, has ended.
    WindowEnded,
    /// No role is held at all (F9, P1).
    NoRoleAssigned,
    /// A role that would do is switched off (P4).
    RoleDisabled,
    /// Nobody has granted the person's organisation access here (C21, C38).
    NoAccessGrant,
    /// Access has been asked for and not granted yet (C31).
    RequestPending,
    /// Access was granted and has been revoked (C37).
    GrantRevoked,
    /// The person no longer is what a role that would do asks of its holders (C20, C21, C24).
    HolderNotEligible,
    /// A condition of the privilege does not hold.
    ConditionNotMet,
    /// A condition of the privilege asks about an attribute that the facts do not have.
    AttributeMissing,
    /// No role that is held gives the privilege.
    NoPrivilege,
    /// A rule could not be evaluated (X5).
    RuleError,
}

/// A role, wherever it is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoleReference {
    /// One of the policy's own.
    Policy(RoleIndex),
    /// One of the organisation's own.
    Custom(CustomRoleIndex),
}

/// How a role came to be held. The declaration order breaks ties between grants of the same role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holding {
    /// Granted to the person.
    Direct,
    /// Granted to a group that the person is a member of (R2).
    Group,
    /// Held on one resource (P13, P21).
    AppRole,
    /// Held by everyone of a kind, without a grant (C8, C17).
    Automatic,
    /// Assigned to an external person in Role management (F9, F14).
    External,
    /// Held in the person's own organisation, and of effect in this one too (C18).
    ThirdParty,
    /// Held in the person's own organisation, and of effect in this one while an access grant holds (C21, C35).
    AccessGrant,
    /// No role: role management is off, or the customer is managed (F8, S16).
    FullAccess,
}

/// What granted an allowed request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrantedBy {
    /// The role; none for full access.
    pub role: Option<RoleReference>,
    /// How it was held.
    pub held: Holding,
    /// The privilege of the request that it gave; none when any role was enough (P1).
    pub privilege: Option<PrivilegeIndex>,
}

macro_rules! set_of_flags {
    ($(#[$doc:meta])* $name:ident { $($(#[$flag_doc:meta])* $flag:ident = $bit:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $name(u16);

        impl $name {
            $($(#[$flag_doc])* pub const $flag: Self = Self(1 << $bit);)+

            /// None of them.
            pub const NONE: Self = Self(0);

            /// One bit each, in the order of the declaration.
            #[must_use]
            pub const fn bits(self) -> u16 {
                self.0
            }

            /// Both sets together.
            #[must_use]
            pub const fn and(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// Whether all of `other` is in this set.
            #[must_use]
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }
        }
    };
}

set_of_flags! {
    /// Groups of facts that a decision looked at.
    FactsRead {
        /// The kind of principal, its login, and the organisation it comes from.
        PRINCIPAL = 0,
        /// Entitlements of the organisation.
        ENTITLEMENTS = 1,
        /// The relationship with the partner.
        RELATIONSHIP = 2,
        /// What holds of the partner and its user.
        PARTNER_STANDING = 3,
        /// Users listed by the customer.
        LISTED_USERS = 4,
        /// The external-access instance.
        EXTERNAL_ACCESS = 5,
        /// Role grants.
        ROLE_GRANTS = 6,
        /// Group memberships.
        GROUPS = 7,
        /// Custom roles.
        CUSTOM_ROLES = 8,
        /// Roles switched off.
        DISABLED_ROLES = 9,
        /// Requests for access by a third party's own organisation.
        ACCESS_GRANTS = 10,
        /// Attributes.
        ATTRIBUTES = 11,
    }
}

set_of_flags! {
    /// What the caller owes when it acts on a decision.
    Obligations {
        /// Data protection agreements with the third party must be in place (F11).
        DATA_PROTECTION_AGREEMENT = 0,
        /// The person behind the action must be recorded by name (X7).
        NAME_THE_PERSON = 1,
    }
}

/// What became of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateOutcome {
    /// The request passed it.
    Passed,
    /// The policy, or the managed relationship, exempts the request from it (R10, S22).
    Skipped,
    /// The request failed it, for this reason.
    Failed(Reason),
    /// An earlier failure left nothing to ask of this gate.
    NotReached,
}

/// One line of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateResult {
    /// Which gate.
    pub gate: Gate,
    /// What became of it.
    pub outcome: GateOutcome,
}

/// Why a decision is what it is, gate by gate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Every gate that applies to this kind of person, in order.
    pub gates: Vec<GateResult>,
    /// For a denial: the smallest sets of changes that would flip it, each tried out.
    pub remedies: Vec<RemedySet>,
}

/// The answer to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// May, or may not.
    pub effect: Effect,
    /// Why.
    pub reason: Reason,
    /// What gave it; present exactly when the reason is [`Reason::Granted`].
    pub granted_by: Option<GrantedBy>,
    /// The first instant from which the same facts give this decision without a break up to now; none when they always
    /// did.
    pub valid_from: Option<Instant>,
    /// The first instant after now at which the same facts give another decision; none when they never do.
    pub valid_until: Option<Instant>,
    /// Bit n set: hide the field group n of the policy (P13, P28). 0 for a denial.
    pub hidden_field_groups: u64,
    /// What the caller owes.
    pub obligations: Obligations,
    /// What the decision rests on.
    pub facts_read: FactsRead,
    /// Present exactly when the request asked for it.
    pub explanation: Option<Explanation>,
}
