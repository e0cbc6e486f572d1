//! From the binary form to the rules' own types.

mod condition;
mod entry;
mod operation;
mod role;

use crate::wire::{AssignmentModel, LimitModel, PolicyModel, PrivilegeModel, SuiteModel};
use alloc::vec::Vec;
use guestpass_rules::policy::{AssignmentRules, Limit, PolicyHeader, Privilege, Suite};
use guestpass_rules::{InvalidPolicy, Policy, PolicyBuilder, PrivilegeIndex};

impl PolicyModel {
    /// The policy that the model describes, checked.
    ///
    /// # Errors
    /// [`InvalidPolicy`] names the first rule that it breaks.
    pub fn into_policy(self) -> Result<Policy, InvalidPolicy> {
        let builder = PolicyBuilder {
            header: PolicyHeader { name: self.name, version: self.version, source_digest: self.source_digest },
            suites: convert(self.suites),
            privileges: convert(self.privileges),
            roles: convert(self.roles),
            apis: convert(self.apis),
            entry: self.entry.into(),
            limits: convert(self.limits),
            attributes: convert(self.attributes),
            conditions: convert(self.conditions),
            field_groups: convert(self.field_groups),
            changes: convert(self.changes),
            assignment: self.assignment.into(),
        };
        builder.build()
    }
}

fn convert<From, To: core::convert::From<From>>(list: Vec<From>) -> Vec<To> {
    list.into_iter().map(To::from).collect()
}

fn privilege_indices(positions: Vec<u16>) -> Vec<PrivilegeIndex> {
    positions.into_iter().map(PrivilegeIndex).collect()
}

impl From<SuiteModel> for Suite {
    fn from(suite: SuiteModel) -> Self {
        Self { name: suite.name, entitlement: suite.entitlement }
    }
}

impl From<PrivilegeModel> for Privilege {
    fn from(privilege: PrivilegeModel) -> Self {
        Self { name: privilege.name, summary: privilege.summary }
    }
}

impl From<LimitModel> for Limit {
    fn from(limit: LimitModel) -> Self {
        Self { name: limit.name, maximum: limit.maximum }
    }
}

impl From<AssignmentModel> for AssignmentRules {
    fn from(assignment: AssignmentModel) -> Self {
        Self { refuse_deprecated: assignment.refuse_deprecated }
    }
}
