//! Reads what a request asks for.

use crate::decision::Reason;
use crate::expression::{ExpressionError, PrivilegeExpression};
use crate::gate::Gate;
use crate::identifiers::PrivilegeIndex;
use crate::order::sort;
use crate::policy::{Policy, Requirement};
use crate::request::{Request, Target};
use alloc::vec::Vec;

/// What would satisfy a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted<'a> {
    pub(crate) needs: Needs<'a>,
    /// Those of the policy's gates of entry that stand before it; none for all of them (S21).
    pub(crate) gates: Option<&'a [Gate]>,
}

/// What a person needs to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Needs<'a> {
    /// Nothing: no role is required (R10).
    Nothing,
    /// Nothing but to get past the gates of entry (S19).
    Entry,
    /// Any role, or full access (P1).
    AnyRole,
    /// Any one of these. Empty when the policy declares none of the privileges named (R16).
    AnyOf(Privileges<'a>),
}

/// Privileges in rising order without repeats, so that neither order nor repeats in the expression can matter (R15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Privileges<'a> {
    OfPolicy(&'a [PrivilegeIndex]),
    /// Nearly every request names one privilege; it costs no allocation.
    One(PrivilegeIndex),
    Read(Vec<PrivilegeIndex>),
}

impl Privileges<'_> {
    pub(crate) fn as_slice(&self) -> &[PrivilegeIndex] {
        match self {
            Self::OfPolicy(privileges) => privileges,
            Self::One(privilege) => core::slice::from_ref(privilege),
            Self::Read(privileges) => privileges,
        }
    }

    /// Adds one more; the order is restored by [`Self::sorted`].
    fn with(self, privilege: PrivilegeIndex) -> Self {
        match self {
            Self::OfPolicy([]) => Self::One(privilege),
            Self::OfPolicy(before) => Self::Read(before.iter().copied().chain([privilege]).collect()),
            Self::One(before) => Self::Read(Vec::from([before, privilege])),
            Self::Read(mut before) => {
                before.push(privilege);
                Self::Read(before)
            }
        }
    }

    fn sorted(mut self) -> Self {
        if let Self::Read(privileges) = &mut self {
            sort(privileges);
            privileges.dedup();
        }
        self
    }

    /// Those that satisfy the predicate, without a copy where all do.
    pub(crate) fn filtered(self, is_kept: impl Fn(PrivilegeIndex) -> bool) -> Self {
        let all = self.as_slice();
        if all.iter().all(|&privilege| is_kept(privilege)) {
            return self;
        }
        let kept = all.iter().copied().filter(|&privilege| is_kept(privilege));
        kept.fold(Self::OfPolicy(&[]), Self::with)
    }
}

impl<'a> Wanted<'a> {
    pub(crate) fn read(policy: &'a Policy, request: &Request<'_>) -> Result<Self, Reason> {
        if request.on_resource.is_some_and(|resource| resource.0.is_empty()) {
            return Err(Reason::MalformedRequest);
        }
        match request.target {
            Target::Api(name) => {
                let api = policy.api(name).ok_or(Reason::UnknownApi)?;
                Ok(Self { gates: api.gates.as_deref(), ..Self::of(&api.requirement) })
            }
            Target::Privileges(expression) => {
                Ok(Self { needs: Needs::AnyOf(declared(policy, expression)?), gates: None })
            }
        }
    }

    /// What a requirement of the policy asks for, behind all gates of entry.
    pub(crate) fn of(requirement: &'a Requirement) -> Self {
        let needs = match requirement {
            Requirement::Nothing => Needs::Nothing,
            Requirement::Entry => Needs::Entry,
            Requirement::AnyRole => Needs::AnyRole,
            Requirement::AnyOf(privileges) => Needs::AnyOf(Privileges::OfPolicy(privileges)),
        };
        Self { needs, gates: None }
    }
}

/// The operands that the policy declares; the others nobody can hold (R16).
fn declared<'a>(policy: &Policy, expression: PrivilegeExpression<'_>) -> Result<Privileges<'a>, Reason> {
    // Nearly always the whole expression is the name of a privilege. Such a name is well-formed, or the policy would
    // not declare it.
    if let Some(privilege) = policy.privilege_index(expression.0) {
        return Ok(Privileges::One(privilege));
    }
    let mut found = Privileges::OfPolicy(&[]);
    for operand in expression.operands() {
        let name = operand.map_err(|error| match error {
            ExpressionError::TooLong => Reason::LimitExceeded,
            _ => Reason::MalformedExpression,
        })?;
        if let Some(privilege) = policy.privilege_index(name.as_str()) {
            found = found.with(privilege);
        }
    }
    Ok(found.sorted())
}
