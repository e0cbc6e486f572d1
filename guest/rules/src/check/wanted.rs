//! Reads what a request asks for.

use crate::decision::Reason;
use crate::expression::{ExpressionError, PrivilegeExpression};
use crate::identifiers::PrivilegeIndex;
use crate::policy::Policy;
use crate::request::{Request, Target};
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// What would satisfy a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted<'p> {
    /// Nothing: no role is required (R10).
    NoPrivilege,
    /// Any one of these, in rising order without repeats, so that neither order nor repeats in the expression can
    /// matter (R15). Empty when the policy declares none of the privileges named (R16).
    AnyOf(Cow<'p, [PrivilegeIndex]>),
}

impl<'p> Wanted<'p> {
    pub(crate) fn read(policy: &'p Policy, request: &Request<'_>) -> Result<Self, Reason> {
        if request.on_resource.is_some_and(|resource| resource.0.is_empty()) {
            return Err(Reason::MalformedRequest);
        }
        match request.target {
            Target::Api(name) => {
                let api = policy.api(name).ok_or(Reason::UnknownApi)?;
                if api.privileges.is_empty() {
                    Ok(Self::NoPrivilege)
                } else {
                    Ok(Self::AnyOf(Cow::Borrowed(&api.privileges)))
                }
            }
            Target::Privileges(expression) => declared(policy, expression).map(|list| Self::AnyOf(Cow::Owned(list))),
        }
    }
}

/// The operands that the policy declares; the others nobody can hold (R16).
fn declared(policy: &Policy, expression: PrivilegeExpression<'_>) -> Result<Vec<PrivilegeIndex>, Reason> {
    let mut indices = Vec::new();
    for operand in expression.operands() {
        let name = operand.map_err(|error| match error {
            ExpressionError::TooLong => Reason::LimitExceeded,
            _ => Reason::MalformedExpression,
        })?;
        indices.extend(policy.privilege_index(name.as_str()));
    }
    if indices.len() > 1 {
        indices.sort_unstable();
        indices.dedup();
    }
    Ok(indices)
}
