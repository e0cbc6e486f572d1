//! The contract between a host and a policy component, as plain Rust.
//!
//! `wit/policy.wit` is the contract itself; the types here mirror it one to one, so that both hosts (wasmtime in a
//! server, wasm-bindgen in a page) share one set of types and one set of JSON shapes. They know nothing of either host:
//! the feature `wasmtime` only adds the derives that wasmtime needs. wasmtime compares them with the component's own
//! types whenever it loads one, so a drift between this crate and the WIT files cannot go unnoticed.
//!
//! - [`Facts`] and [`Requests`] go in; [`FactsBuilder`] and [`Requests::push`] make them.
//! - [`Decision`] comes out; [`PolicyInfo`] gives its indices their names.
//! - [`Decision::verify`] and [`PolicyInfo::verify`] check what a component answers before a host acts on it.
//! - [`json`] reads and prints all of them as JSON.

#![forbid(unsafe_code)]

#[macro_use]
mod names;

mod builder;
mod decision;
mod facts;
pub mod json;
pub mod limits;
mod policy_info;
mod request;
mod review;
mod text;
mod trust;

pub use builder::{FactsBuilder, PrincipalDraft, RoleGrantDraft};
pub use decision::{
    Decision, Effect, Explanation, FactsRead, Gate, GateOutcome, GateResult, GrantedBy, Holding, Obligations, Reason,
    RoleReference,
};
pub use facts::{
    AccessMode, CustomRole, ExternalAccess, Facts, ListedUser, PartnerStanding, Principal, PrincipalKind, Relationship,
    RelationshipStatus, RoleGrant, Window,
};
pub use policy_info::{ApiInfo, FieldGroupInfo, InitError, LimitInfo, PolicyInfo, PrivilegeInfo, RoleInfo};
pub use request::{Request, RequestDraft, Requests, Target, TargetDraft};
pub use review::{
    Acceptance, AccessRequest, Arrival, Change, CustomRoleEdit, ExternalAccessEdit, ExternalAccessSettings, Grantee,
    NewPerson, PartnerUserEdit, Refusal, RoleAssignment, RoleHolder, RoleSwitch, RunGrant, Verdict, Warning,
};
pub use text::{TextRange, TextTooLong};
pub use trust::{LyingDecision, UnfitPolicy};

/// The version of the contract that these types mirror.
pub const CONTRACT_VERSION: &str = "0.1.0";

/// The name that a component exports its functions under.
pub const EVALUATION_INTERFACE: &str = "guestpass:policy/evaluation@0.1.0";

/// Milliseconds since the Unix epoch, UTC.
pub type InstantMs = i64;
