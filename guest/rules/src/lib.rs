//! The access rules of Guestpass.
//!
//! Everything here is a function of values: a [`Policy`], [`Facts`] about one person in one organisation, and a
//! [`Request`] that carries its own instant. There is no I/O, no clock, no randomness, no floating point and no hash
//! order; the crate does not even link the standard library, so that none of them can creep in. The same code therefore
//! answers the same way wherever it runs.
//!
//! - [`check`] decides. [`Gate`] lists the steps that a request must pass, in their order (S22).
//! - [`PolicyBuilder`] makes a policy and refuses one that breaks a rule.
//! - [`PrivilegeExpression`] reads `a:b:c||d:e:f` (R11).
//!
//! **Invariant:** whatever is malformed, missing or doubtful denies, with a [`Reason`] (X5). Nothing is skipped.
//!
//! **Invariant:** roles only ever add (X1). The single negatives are the named gates.

#![no_std]
#![forbid(unsafe_code)]
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic)]

extern crate alloc;

mod check;
mod decision;
mod expression;
mod facts;
mod gate;
mod identifiers;
pub mod limits;
mod policy;
mod privilege;
mod request;
mod time;

pub use check::check;
pub use decision::{
    Decision, Effect, Explanation, FactsRead, GateOutcome, GateResult, GrantedBy, Holding, Obligations, Reason,
    RoleReference,
};
pub use expression::{ExpressionError, PrivilegeExpression};
pub use facts::{
    AccessMode, CustomRole, ExternalAccess, Facts, ListedUser, PartnerStanding, Principal, PrincipalKind, Relationship,
    RelationshipStatus, RoleGrant,
};
pub use gate::Gate;
pub use identifiers::{
    CustomRoleIndex, EntitlementName, EntityId, OrganisationId, PrivilegeIndex, RoleIndex, RoleName,
};
pub use policy::{
    Api, EntryRules, InvalidPolicy, Limit, Policy, PolicyBuilder, PolicyHeader, Privilege, Role, SamePersonRule, Suite,
};
pub use privilege::{PrivilegeName, PrivilegeNameError};
pub use request::{Request, Target};
pub use time::{Instant, Window};
