//! The contract between a host and a policy component, as plain Rust.
//!
//! `wit/policy.wit` is the contract itself; the types here mirror it one to one, so that both hosts (wasmtime in a
//! server, wasm-bindgen in a page) share one set of types and one set of JSON shapes. They know nothing of either host:
//! the feature `wasmtime` only adds the derives that wasmtime needs. wasmtime compares them with the component's own
//! types whenever it loads one, so a drift between this crate and the WIT files cannot go unnoticed.
//!
//! - [`Facts`] and [`Requests`] go in; [`FactsBuilder`] and [`Requests::push`] make them. For a review a [`Change`] and
//!   [`ChangeFacts`] go in besides; [`ChangeFactsBuilder`] makes the latter.
//! - [`Decision`] and [`Verdict`] come out; [`PolicyInfo`] gives their indices names.
//! - [`Decision::verify`], [`Verdict::verify`] and [`PolicyInfo::verify`] check what a component answers before a host
//!   acts on it.
//! - [`timeline()`] follows a decision through time.
//! - [`json`] reads and prints all of them as JSON.
//! - [`hidden`] makes texts of others safe to show.

#![forbid(unsafe_code)]

#[macro_use]
mod names;

mod builder;
mod decision;
mod facts;
mod flags;
pub mod hidden;
pub mod json;
pub mod limits;
mod policy_info;
mod request;
mod review;
mod text;
mod timeline;
mod trust;

pub use builder::{
    AccessGrantDraft, AttributeDraft, ChangeFactsBuilder, ChangePersonDraft, CustomRoleDraft, FactsBuilder,
    KeptRequestDraft, ListedUserDraft, PrincipalDraft, RoleGrantDraft, SubjectDraft, UnfitFacts, ValueDraft,
};
pub use decision::{
    Decision, Effect, Explanation, Gate, GateOutcome, GateResult, GrantedBy, Holding, Reason, Remedy, RemedySet,
    RoleReference,
};
pub use facts::{
    AccessGrant, AccessMode, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, ExternalAccess, Facts,
    ListedUser, Login, Principal, PrincipalKind, Relationship, RelationshipStatus, RequestStatus, RoleGrant, RoleKind,
    Window,
};
pub use flags::{FactsRead, Obligations, PartnerStanding};
pub use policy_info::{
    ApiInfo, Assigner, AttributeInfo, AttributeType, Automatic, ChangeInfo, FieldGroupInfo, InitError, LimitInfo,
    PolicyInfo, PrivilegeInfo, Reach, Requirement, RoleInfo, RolePrivilege,
};
pub use request::{Request, RequestDraft, Requests, Target, TargetDraft};
pub use review::{
    Acceptance, AccessRequest, Arrival, Change, ChangeFacts, ChangePerson, CustomRoleEdit, ExternalAccessEdit,
    ExternalAccessSettings, Grantee, KeptRequest, NewPerson, PartnerUserEdit, Refusal, Rejection, RoleAssignment,
    RoleHolder, RoleSwitch, RunGrant, Verdict, Warning,
};
pub use text::{NameSpan, TextRange, TextTooLong};
pub use timeline::{Segment, Timeline, timeline};
pub use trust::{LyingDecision, LyingVerdict, UnfitPolicy};

/// The version of the contract that these types mirror.
pub const CONTRACT_VERSION: &str = "0.2.0";

/// The name that a component exports its functions under.
pub const EVALUATION_INTERFACE: &str = "guestpass:policy/evaluation@0.2.0";

/// Milliseconds since the Unix epoch, UTC.
pub type InstantMs = i64;
