//! The access rules of Guestpass.
//!
//! Everything here is a function of values: a [`Policy`], [`Facts`] about one person in one organisation, and a
//! [`Request`] that carries its own instant. There is no I/O, no clock, no randomness, no floating point and no hash
//! order; the crate does not even link the standard library, so that none of them can creep in. The same code therefore
//! answers the same way wherever it runs.
//!
//! - [`check`] decides, and so does a [`Checker`]; [`review`] judges changes. [`Gate`] lists the steps that a request
//!   must pass, in their order (S22).
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

pub mod change;
mod check;
mod decision;
mod expression;
mod facts;
mod gate;
mod identifiers;
pub mod limits;
mod order;
pub mod policy;
mod privilege;
mod remedy;
mod request;
mod review;
mod text;
mod time;

pub use change::{Change, ChangeFacts, ChangeKind, Verdict};
pub use check::{Checker, check};
pub use decision::{
    Decision, Effect, Explanation, FactsRead, GateOutcome, GateResult, GrantedBy, Holding, Obligations, Reason,
    RoleReference,
};
pub use expression::{ExpressionError, PrivilegeExpression};
pub use facts::{
    AccessGrant, AccessMode, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, ExternalAccess, Facts,
    ListedUser, Login, PartnerStanding, Principal, PrincipalKind, PrivilegeNames, Relationship, RelationshipStatus,
    RequestStatus, RoleGrant, RoleKind,
};
pub use gate::Gate;
pub use identifiers::{
    CustomRoleIndex, EntitlementName, EntityId, OrganisationId, PrivilegeIndex, RoleIndex, RoleName,
};
pub use policy::{InvalidPolicy, Policy, PolicyBuilder};
pub use privilege::{PrivilegeName, PrivilegeNameError};
pub use remedy::{Remedy, RemedySet};
pub use request::{Request, Target};
pub use review::review;
pub use time::{Instant, Window};
