//! Operations, changes, and what they ask for.

use super::privilege_number;
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use crate::lifted;
use guestpass_rules::policy::{Api, ChangeRule, FieldGroup, Requirement};
use guestpass_rules::{Policy, PrivilegeIndex};

pub(super) fn api(policy: &Policy, api: &Api) -> wit::ApiInfo {
    wit::ApiInfo {
        name: api.name.clone(),
        summary: api.summary.clone(),
        requirement: requirement(policy, &api.requirement),
        gates: api.gates.as_ref().map(|gates| gates.iter().map(|&gate| lifted::gate(gate)).collect()),
    }
}

pub(super) fn change(policy: &Policy, rule: &ChangeRule) -> wit::ChangeInfo {
    wit::ChangeInfo { name: rule.kind.name().to_owned(), requirement: requirement(policy, &rule.requirement) }
}

pub(super) fn field_group(group: &FieldGroup) -> wit::FieldGroupInfo {
    wit::FieldGroupInfo {
        name: group.name.clone(),
        summary: group.summary.clone(),
        fields: group.fields.clone(),
        shown_by: group.shown_by.iter().map(privilege_number).collect(),
        on: group.on.iter().map(privilege_number).collect(),
    }
}

fn requirement(policy: &Policy, requirement: &Requirement) -> wit::Requirement {
    let name_of = |&index: &PrivilegeIndex| policy.privilege_name(index).map(str::to_owned);
    match requirement {
        Requirement::Nothing => wit::Requirement::Nothing,
        Requirement::Entry => wit::Requirement::Entry,
        Requirement::AnyRole => wit::Requirement::AnyRole,
        Requirement::AnyOf(privileges) => wit::Requirement::Privileges(privileges.iter().filter_map(name_of).collect()),
    }
}
