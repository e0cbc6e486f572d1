//! Test cases of a policy: a TOML file beside the document, `flexera-one.tests.toml` for `flexera-one.toml`.
//!
//! ```toml
//! now = "2026-03-02T09:30:00Z"          # the pinned time; a case or a table may have its own
//!
//! [facts.vera]                          # a fixture, in the shape of `guestpass schema facts`; or `file = "vera.json"`
//! organisation = "initech"
//! principal = { kind = "member", id = "vera" }
//! role_grants = [{ role = "saas-viewer" }]
//!
//! [[case]]
//! name = "nobody sees anything without a role"
//! facts = "vera"                        # a fixture, or facts written here
//! with = { role_grants = [] }           # a merge patch (RFC 7396) over the facts
//! request = "saas:application:view"     # an expression, an operation, or the object of `guestpass schema request`
//! expect = { effect = "denied", reason = "no-role-assigned" }
//!
//! [[table]]
//! name = "a viewer"
//! facts = "vera"
//! allowed = ["saas:application:view"]
//! denied = ["saas:application:edit"]
//! ```
//!
//! - `requests = [...]` in place of `request` asks all of them, and expects the same of each.
//! - `change = { ... }` in place of it reviews a change; it expects `"accepted"`, `"refused"`,
//!   `{ verdict = "accepted", warnings, roles, obligations }` or `{ verdict = "refused", reasons, denial }`.
//! - A decision is expected to be `"allowed"`, `"denied"` or `{ effect, reason, role, until, hidden, obligations }`.
//!   `until` is an instant, or `"never"`. What is not written is not compared.
//!
//! **Invariant:** what is not understood is refused with its place, never skipped.

mod expectation;
mod facts;
mod findings;
mod names;
mod read;
mod run;
mod self_tests;
mod table;
mod toml_json;

pub use expectation::{ExpectedAnswer, Until};
pub(crate) use findings::position;
pub use findings::{CaseFinding, CaseFindings};
pub use read::read;
pub use run::{Answer, CaseOutcome, CaseResult, run};
pub use self_tests::self_tests;

use std::sync::Arc;

use guestpass_contract::json::{OwnedRequest, ProposedChange};
use guestpass_contract::{ChangeFacts, Facts};

/// Bytes of a case file at most.
pub const CASES_BYTES_MAX: usize = 1 << 20;
/// Cases of a file at most, each request of a table counted.
pub const CASES_MAX: usize = 10_000;
/// Bytes of the facts of all cases together at most, as JSON; those of a fixture count once.
pub const FACTS_BYTES_MAX: usize = 1 << 26;

/// All cases of a file, in its order.
pub struct Cases {
    /// The file, as the caller named it.
    pub file_name: String,
    /// Each question with its answer.
    pub cases: Vec<Case>,
}

/// A question with the answer that is expected.
pub struct Case {
    /// What it shows; no other case of the file has this name.
    pub name: String,
    /// The line that it stands on, counted from 1.
    pub line: usize,
    /// What the policy is told; cases that are told the same share it.
    pub facts: Arc<Facts>,
    /// What it is asked.
    pub question: Question,
    /// What it must answer.
    pub expected: ExpectedAnswer,
}

/// What a case asks.
pub enum Question {
    /// May this be done?
    Request(OwnedRequest),
    /// May this be changed?
    Change {
        /// What is known of the things that the change names.
        change_facts: Arc<ChangeFacts>,
        /// The change, and when.
        proposed: ProposedChange,
    },
}
