//! What comes out: a decision for each request.

mod explanation;
mod granted_by;
mod reason;
mod remedy;

pub use explanation::{Explanation, Gate, GateOutcome, GateResult};
pub use granted_by::{GrantedBy, Holding, RoleReference};
pub use reason::Reason;
pub use remedy::{Remedy, RemedySet};

use crate::{FactsRead, InstantMs, Obligations};

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
    /// The first instant after `now` at which the same facts give another decision, an explanation excepted; none when
    /// they never do.
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
