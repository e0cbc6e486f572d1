//! The rules a second time, as the requirements put them.
//!
//! This crate shares no code with `guest/rules`, and whoever wrote it had not read those rules. It reads the policy
//! document and the JSON shapes with its own readers, evaluates conditions with its own parser, and finds the interval
//! of a decision by deciding again at every instant that any fact or condition names. It is slow where the rules are
//! clever; that both always say the same is what `tests/differential.rs` proves.
//!
//! ```
//! use guestpass_oracle::Oracle;
//! let oracle = Oracle::new(
//!     r#"
//!     name = "example"
//!     version = "1.0.0"
//!     [suites.app]
//!     [privileges]
//!     "app:report:view" = "View reports"
//!     [roles.reader]
//!     privileges = ["app:report:view"]
//!     "#,
//! )?;
//! let facts = serde_json::json!({
//!     "organisation": "initech",
//!     "principal": { "kind": "member", "id": "ada" },
//!     "role_grants": [{ "role": "reader" }],
//! });
//! let request = serde_json::json!({ "privileges": "app:report:view", "now": "2026-01-01T00:00:00Z" });
//! let answer = oracle.check(&facts, &request)?;
//! assert_eq!((answer.allowed, answer.reason), (true, "granted"));
//! # Ok::<(), guestpass_oracle::Unreadable>(())
//! ```

#![forbid(unsafe_code)]

mod answer;
mod change;
mod condition;
mod decide;
mod denial;
mod document;
mod expression;
mod facts;
mod fields;
mod gates;
mod holdings;
mod instants;
mod interval;
mod json;
mod malformed;
mod people;
mod privilege_gate;
pub mod proof;
mod review;
mod roles_read;

pub use answer::{Answer, GrantedBy, Verdict};
pub use json::Unreadable;

use document::Document;
use facts::Facts;
use serde_json::Value;

/// A policy document, ready to be asked.
#[derive(Debug)]
pub struct Oracle {
    document: Document,
}

impl Oracle {
    /// Reads a policy document. It is expected to be one that the compiler accepts: little is checked here.
    ///
    /// # Errors
    /// When the text is not a policy document.
    pub fn new(document: &str) -> Result<Self, Unreadable> {
        Ok(Self { document: Document::read(document)? })
    }

    /// Decides one request.
    ///
    /// # Errors
    /// When the JSON does not have the shape of facts or of a request.
    pub fn check(&self, facts: &Value, request: &Value) -> Result<Answer, Unreadable> {
        let facts = Facts::read(facts)?;
        interval::check(&self.document, &facts, &facts::Request::read(request)?)
    }

    /// Decides several requests about the same facts.
    ///
    /// # Errors
    /// When the JSON does not have the shape of facts or of requests.
    pub fn check_all(&self, facts: &Value, requests: &[Value]) -> Result<Vec<Answer>, Unreadable> {
        let facts = Facts::read(facts)?;
        let check = |request| interval::check(&self.document, &facts, &facts::Request::read(request)?);
        requests.iter().map(check).collect()
    }

    /// Judges a change.
    ///
    /// # Errors
    /// When the JSON does not have the shape of facts or of a change.
    pub fn review(&self, facts: &Value, change: &Value) -> Result<Verdict, Unreadable> {
        let facts = Facts::read(facts)?;
        review::review(&self.document, &facts, &change::Proposal::read(change)?)
    }
}
