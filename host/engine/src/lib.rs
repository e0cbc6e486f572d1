//! Access control for outsiders (partners, vendors, support staff): for a time, with chosen roles, visibly, revocably.
//!
//! This crate runs a Guestpass policy, which is one WebAssembly component, inside a server. The same bytes run in a
//! page.
//!
//! ```
//! use guestpass::contract::{
//!     AccessMode, ExternalAccess, FactsBuilder, PartnerStanding, PrincipalDraft, Relationship, RelationshipStatus,
//!     RequestDraft, RoleGrantDraft, Window, json::DecisionJson,
//! };
//! use guestpass::{Limits, Runtime};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let source = include_str!("../../../guest/policies/flexera-one.toml");
//! # let component = guestpass_compiler::compile("flexera-one.toml", source)?.component;
//! // `component` holds the bytes that `guestpass policy build` wrote.
//! let runtime = Runtime::new(Limits::default())?;
//! let policy = runtime.load(&component)?;
//!
//! // Dana of a partner has been let in by Initech for an hour, with one role.
//! let now_ms = 1_800_000_000_000;
//! let window = Window { start: now_ms, end: now_ms + 3_600_000 };
//! let mut facts = FactsBuilder::new("initech")?;
//! facts.entitlement("flexera-one-saas-management")?;
//! facts.principal(&PrincipalDraft::partner_user("dana@partner.example", PartnerStanding::all()))?;
//! facts.relationship(Relationship { status: RelationshipStatus::Established, managed: false });
//! facts.external_access(ExternalAccess { mode: AccessMode::Period(window), role_management: true });
//! facts.role_grant(&RoleGrantDraft::of("saas-viewer", "initech"))?;
//! let facts = facts.build();
//!
//! let mut request = RequestDraft::privileges("saas:application:view", now_ms);
//! request.explain = true;
//! let decision = policy.check_one(&facts, &request)?;
//! assert!(decision.is_allowed());
//! assert_eq!(decision.valid_until, Some(window.end), "the answer names its own end");
//!
//! // Print why, with names in place of indices.
//! println!("{}", guestpass::contract::json::to_string_pretty(&DecisionJson::new(
//!     &decision, policy.info(), &facts, now_ms, policy.digest(),
//! )?)?);
//!
//! // At the end of the window the door is shut: windows do not hold their end.
//! let late = policy.check_one(&facts, &RequestDraft::privileges("saas:application:view", window.end))?;
//! assert_eq!(late.reason.name(), "window-ended");
//! # Ok(())
//! # }
//! ```
//!
//! # What to rely on
//! - An error is a denial. [`CheckError`] is closed: handle each of its cases, and let none of them through.
//! - A component gets nothing from outside: no files, no network, no clock, no randomness. [`Runtime::load`] refuses
//!   one that asks.
//! - A component cannot hang, fill the memory or exhaust the stack of the server: see [`Limits`].
//! - What a component answers is checked against its own description before you see it.

#![deny(unsafe_code)]

mod check_error;
mod code_cache;
mod digest;
mod direct;
mod functions;
pub mod generations;
mod instance;
mod limits;
mod load_error;
mod policy;
mod pool;
mod provenance;
mod runtime;
mod structure;
pub mod trial;

pub use check_error::CheckError;
pub use digest::digest_of;
pub use guestpass_contract as contract;
pub use limits::{Limits, TICK};
pub use load_error::{LoadError, Refusal};
pub use policy::Policy;
pub use provenance::Provenance;
pub use runtime::Runtime;
