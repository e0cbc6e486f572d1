//! What a request needs, as far as remedies are concerned.

use crate::facts::Facts;
use crate::gate::Gate;
use crate::identifiers::PrivilegeIndex;
use crate::order::sort;
use crate::policy::{Policy, Requirement};
use crate::request::{Request, Target};
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// A request that can be read.
pub(super) struct Needs<'a> {
    pub(super) requirement: Cow<'a, Requirement>,
    /// Those of the policy's gates that stand before it; none for all of them.
    pub(super) gates: Option<&'a [Gate]>,
}

impl<'a> Needs<'a> {
    /// None for a request that no change of the facts makes readable.
    pub(super) fn read(policy: &'a Policy, request: &Request<'_>) -> Option<Self> {
        match request.target {
            Target::Api(name) => {
                let api = policy.api(name)?;
                Some(Self { requirement: Cow::Borrowed(&api.requirement), gates: api.gates.as_deref() })
            }
            Target::Privileges(expression) => {
                let mut privileges = Vec::new();
                for operand in expression.operands() {
                    privileges.extend(policy.privilege_index(operand.ok()?.as_str()));
                }
                sort(&mut privileges);
                privileges.dedup();
                Some(Self { requirement: Cow::Owned(Requirement::AnyOf(privileges)), gates: None })
            }
        }
    }

    /// Whether the request asks for any role, and not for privileges.
    pub(super) fn any_role(&self) -> bool {
        *self.requirement == Requirement::AnyRole
    }

    /// The privileges of which one is enough, rising.
    pub(super) fn privileges(&self) -> &[PrivilegeIndex] {
        match &*self.requirement {
            Requirement::AnyOf(privileges) => privileges,
            Requirement::Nothing | Requirement::Entry | Requirement::AnyRole => &[],
        }
    }

    /// Those of the privileges whose suite the organisation is entitled to (F1).
    pub(super) fn entitled(&self, policy: &Policy, facts: &Facts<'_>) -> Vec<PrivilegeIndex> {
        let is_entitled = |privilege: &PrivilegeIndex| missing_entitlement(policy, facts, *privilege).is_none();
        self.privileges().iter().copied().filter(is_entitled).collect()
    }

    /// Whether a gate stands before the request, if the policy has it.
    pub(super) fn keeps(&self, gate: Gate) -> bool {
        self.gates.is_none_or(|gates| gates.contains(&gate))
    }
}

/// What the organisation would have to buy before the privilege counts (F1).
pub(super) fn missing_entitlement<'a>(
    policy: &'a Policy,
    facts: &Facts<'_>,
    privilege: PrivilegeIndex,
) -> Option<&'a str> {
    let needed = policy.entitlement_for(privilege)?;
    let is_bought = facts.entitlements.iter().any(|bought| bought.0 == needed);
    (!is_bought).then_some(needed)
}
