//! What is asked about the facts.

use crate::text::append;
use crate::{InstantMs, TextRange, TextTooLong};

/// What a request wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum Target {
    /// A privilege expression: names joined by `||` or `+`, both meaning "or" (R11). At most 4096 bytes and 100 names.
    #[cfg_attr(feature = "wasmtime", component(name = "privileges"))]
    Privileges(TextRange),
    /// An operation of `policy-info.apis`, which knows the privileges that it needs (R9, R10).
    #[cfg_attr(feature = "wasmtime", component(name = "api"))]
    Api(TextRange),
}

/// One question about the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Request {
    /// What is wanted.
    pub target: Target,
    /// The resource it is wanted on; none for the organisation as a whole.
    #[cfg_attr(feature = "wasmtime", component(name = "on-resource"))]
    pub on_resource: Option<TextRange>,
    /// The instant that is asked about.
    pub now: InstantMs,
    /// Asks for `decision.explanation`; without it there is none.
    pub explain: bool,
}

/// Questions that share one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Requests {
    /// All names of `items`, one after another; at most 256 KiB.
    pub text: String,
    /// The questions, answered in this order. At most 4096.
    pub items: Vec<Request>,
}

impl Requests {
    /// One request: may the person do any of these privileges at `now`?
    ///
    /// ```
    /// use guestpass_contract::Requests;
    /// let requests = Requests::privileges("iam:invitation:create||common:org:own", 1_800_000_000_000)?;
    /// assert_eq!(requests.items.len(), 1);
    /// # Ok::<(), guestpass_contract::TextTooLong>(())
    /// ```
    ///
    /// # Errors
    /// [`TextTooLong`] when the expression is longer than 4 GiB.
    pub fn privileges(expression: &str, now: InstantMs) -> Result<Self, TextTooLong> {
        let mut requests = Self::default();
        requests.push(&RequestDraft::privileges(expression, now))?;
        Ok(requests)
    }

    /// Adds a request behind the others.
    ///
    /// # Errors
    /// [`TextTooLong`] when the names outgrow 4 GiB; what was pushed before is unchanged.
    pub fn push(&mut self, draft: &RequestDraft<'_>) -> Result<&mut Self, TextTooLong> {
        let target = match draft.target {
            TargetDraft::Privileges(expression) => Target::Privileges(append(&mut self.text, expression)?),
            TargetDraft::Api(name) => Target::Api(append(&mut self.text, name)?),
        };
        let on_resource = draft.on_resource.map(|id| append(&mut self.text, id)).transpose()?;
        self.items.push(Request { target, on_resource, now: draft.now, explain: draft.explain });
        Ok(self)
    }
}

/// What a request wants to do, with names in place of text ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetDraft<'a> {
    /// A privilege expression (R11).
    Privileges(&'a str),
    /// An operation of the policy (R9, R10).
    Api(&'a str),
}

/// A request, with names in place of text ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestDraft<'a> {
    /// What is wanted.
    pub target: TargetDraft<'a>,
    /// The resource it is wanted on; none for the organisation as a whole.
    pub on_resource: Option<&'a str>,
    /// The instant that is asked about.
    pub now: InstantMs,
    /// Whether the decision explains itself.
    pub explain: bool,
}

impl<'a> RequestDraft<'a> {
    /// Any one of these privileges, in the organisation as a whole, without an explanation.
    #[must_use]
    pub fn privileges(expression: &'a str, now: InstantMs) -> Self {
        Self { target: TargetDraft::Privileges(expression), on_resource: None, now, explain: false }
    }

    /// An operation of the policy, in the organisation as a whole, without an explanation.
    #[must_use]
    pub fn api(name: &'a str, now: InstantMs) -> Self {
        Self { target: TargetDraft::Api(name), on_resource: None, now, explain: false }
    }
}
