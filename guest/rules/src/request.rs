//! What is asked about the facts.

use crate::expression::PrivilegeExpression;
use crate::identifiers::EntityId;
use crate::time::Instant;

/// What a request wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// Any one of these privileges.
    Privileges(PrivilegeExpression<'a>),
    /// An operation that the policy declares, with the privileges that it declares for it (R9).
    Api(&'a str),
}

/// One question about the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<'a> {
    /// What is wanted.
    pub target: Target<'a>,
    /// The resource it is wanted on; none for the organisation as a whole.
    pub on_resource: Option<EntityId<'a>>,
    /// The instant that is asked about.
    pub now: Instant,
    /// Whether the decision is to explain itself.
    pub explain: bool,
}
