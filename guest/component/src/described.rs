//! The policy as the contract describes it.

use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::{Policy, PrivilegeIndex};

/// The version of the contract that this component is made for.
const CONTRACT_VERSION: &str = "0.1.0";

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
        roles: policy.roles().iter().map(role).collect(),
        privileges: policy.privileges().iter().map(privilege).collect(),
        apis: policy.apis().iter().map(|api| self::api(policy, api)).collect(),
        field_groups: Vec::new(),
        limits: policy.limits().iter().map(limit).collect(),
        settings: settings(policy),
    }
}

fn role(role: &guestpass_rules::Role) -> wit::RoleInfo {
    wit::RoleInfo {
        name: role.name.clone(),
        title: role.title.clone(),
        summary: role.summary.clone(),
        privileges: role.privileges.iter().map(|&PrivilegeIndex(index)| index).collect(),
        switchable: role.switchable,
        deprecated: role.deprecated,
    }
}

fn privilege(privilege: &guestpass_rules::Privilege) -> wit::PrivilegeInfo {
    wit::PrivilegeInfo { name: privilege.name.clone(), summary: privilege.summary.clone() }
}

fn api(policy: &Policy, api: &guestpass_rules::Api) -> wit::ApiInfo {
    let name_of = |&index: &PrivilegeIndex| policy.privilege_name(index).map(str::to_owned);
    wit::ApiInfo {
        name: api.name.clone(),
        summary: api.summary.clone(),
        privileges: api.privileges.iter().filter_map(name_of).collect(),
    }
}

fn limit(limit: &guestpass_rules::Limit) -> wit::LimitInfo {
    wit::LimitInfo { name: limit.name.clone(), maximum: limit.maximum }
}

/// P4: the only thing that an organisation may set so far is which switchable roles are on.
fn settings(policy: &Policy) -> Vec<String> {
    policy.roles().iter().filter(|role| role.switchable).map(|role| format!("role:{}", role.name)).collect()
}
