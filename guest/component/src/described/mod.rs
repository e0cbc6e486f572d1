//! The policy as the contract describes it.

mod attribute;
mod operation;
mod role;

use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::policy::{Condition, ConditionIndex, Limit, Privilege};
use guestpass_rules::{Policy, PrivilegeIndex};

/// The version of the contract that this component is made for.
const CONTRACT_VERSION: &str = "0.2.0";

/// What a component without a policy answers.
pub(crate) fn nothing() -> wit::PolicyInfo {
    wit::PolicyInfo {
        name: String::new(),
        version: String::new(),
        source_digest: String::new(),
        contract_version: CONTRACT_VERSION.to_owned(),
        roles: Vec::new(),
        privileges: Vec::new(),
        apis: Vec::new(),
        field_groups: Vec::new(),
        conditions: Vec::new(),
        attributes: Vec::new(),
        changes: Vec::new(),
        limits: Vec::new(),
        settings: Vec::new(),
    }
}

pub(crate) fn policy_info(policy: &Policy) -> wit::PolicyInfo {
    let header = policy.header();
    wit::PolicyInfo {
        name: header.name.clone(),
        version: header.version.clone(),
        source_digest: header.source_digest.clone(),
        contract_version: CONTRACT_VERSION.to_owned(),
        roles: policy.roles().iter().map(role::role).collect(),
        privileges: policy.privileges().iter().map(privilege).collect(),
        apis: policy.apis().iter().map(|api| operation::api(policy, api)).collect(),
        field_groups: policy.field_groups().iter().map(operation::field_group).collect(),
        conditions: policy.conditions().iter().map(|Condition { source, .. }| source.clone()).collect(),
        attributes: policy.attributes().iter().map(attribute::attribute).collect(),
        changes: policy.changes().iter().map(|rule| operation::change(policy, rule)).collect(),
        limits: policy.limits().iter().map(limit).collect(),
        settings: settings(policy),
    }
}

fn privilege(privilege: &Privilege) -> wit::PrivilegeInfo {
    wit::PrivilegeInfo { name: privilege.name.clone(), summary: privilege.summary.clone() }
}

fn limit(limit: &Limit) -> wit::LimitInfo {
    wit::LimitInfo { name: limit.name.clone(), maximum: limit.maximum }
}

/// P4: the only thing that an organisation may set is which switchable roles are on.
fn settings(policy: &Policy) -> Vec<String> {
    policy.roles().iter().filter(|role| role.switchable).map(|role| format!("role:{}", role.name)).collect()
}

fn privilege_number(&PrivilegeIndex(index): &PrivilegeIndex) -> u16 {
    index
}

fn condition_number(ConditionIndex(index): ConditionIndex) -> u16 {
    index
}
