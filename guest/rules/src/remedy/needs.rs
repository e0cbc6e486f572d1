//! What a request needs, as far as remedies are concerned.

use crate::facts::Facts;
use crate::gate::Gate;
use crate::identifiers::PrivilegeIndex;
use crate::policy::{Policy, Requirement};
use crate::request::{Request, Target};
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// A request that can be read.
pub(super) struct Needs<'a> {
    /// The request asks for any role, and not for privileges.
    pub(super) any_role: bool,
    /// The privileges of which one is enough, rising.
    pub(super) privileges: Cow<'a, [PrivilegeIndex]>,
    /// Those of the policy's gates that stand before it; none for all of them.
    gates: Option<&'a [Gate]>,
}

impl<'a> Needs<'a> {
    /// None for a request that no change of the facts makes readable.
    pub(super) fn read(policy: &'a Policy, request: &Request<'_>) -> Option<Self> {
        match request.target {
            Target::Api(name) => {
                let api = policy.api(name)?;
                let privileges = match &api.requirement {
                    Requirement::AnyOf(privileges) => Cow::Borrowed(privileges.as_slice()),
                    Requirement::Nothing | Requirement::Entry | Requirement::AnyRole => Cow::Borrowed(&[][..]),
                };
                let any_role = api.requirement == Requirement::AnyRole;
                Some(Self { any_role, privileges, gates: api.gates.as_deref() })
            }
            Target::Privileges(expression) => {
                let mut privileges = Vec::new();
                for operand in expression.operands() {
                    privileges.extend(policy.privilege_index(operand.ok()?.as_str()));
                }
                privileges.sort_unstable();
                privileges.dedup();
                Some(Self { any_role: false, privileges: Cow::Owned(privileges), gates: None })
            }
        }
    }

    /// Those of the privileges whose suite the organisation is entitled to (F1).
    pub(super) fn entitled(&self, policy: &Policy, facts: &Facts<'_>) -> Vec<PrivilegeIndex> {
        let is_entitled = |privilege: &PrivilegeIndex| missing_entitlement(policy, facts, *privilege).is_none();
        self.privileges.iter().copied().filter(is_entitled).collect()
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
