//! What a component with this policy says about itself.

use super::{gate, spelled};
use guestpass_contract as contract;
use guestpass_rules as rules;
use rules::policy;

pub(crate) fn policy_info(policy: &rules::Policy) -> contract::PolicyInfo {
    let header = policy.header();
    let privilege =
        |it: &policy::Privilege| contract::PrivilegeInfo { name: it.name.clone(), summary: it.summary.clone() };
    let limit = |it: &policy::Limit| contract::LimitInfo { name: it.name.clone(), maximum: it.maximum };
    contract::PolicyInfo {
        name: header.name.clone(),
        version: header.version.clone(),
        source_digest: header.source_digest.clone(),
        contract_version: contract::CONTRACT_VERSION.to_owned(),
        roles: policy.roles().iter().map(role_info).collect(),
        privileges: policy.privileges().iter().map(privilege).collect(),
        apis: policy.apis().iter().map(|api| api_info(policy, api)).collect(),
        field_groups: policy.field_groups().iter().map(field_group_info).collect(),
        conditions: policy.conditions().iter().map(|condition| condition.source.clone()).collect(),
        attributes: policy.attributes().iter().map(attribute_info).collect(),
        changes: policy.changes().iter().map(|rule| change_info(policy, rule)).collect(),
        limits: policy.limits().iter().map(limit).collect(),
        settings: switchable(policy).map(|role| format!("role:{role}")).collect(),
    }
}

fn switchable(policy: &rules::Policy) -> impl Iterator<Item = &str> {
    policy.roles().iter().filter(|role| role.switchable).map(|role| role.name.as_str())
}

fn role_info(role: &policy::Role) -> contract::RoleInfo {
    let privilege = |given: &policy::RolePrivilege| contract::RolePrivilege {
        privilege: given.privilege.0,
        reach: spelled(given.reach, contract::Reach::from_name, contract::Reach::Own),
        condition: given.condition.map(|index| index.0),
    };
    let assigner = |it: &policy::Assigner| contract::Assigner { role: it.role.0, needs_grant: it.needs_grant };
    let automatic = |it| spelled(it, contract::Automatic::from_name, contract::Automatic::Everyone);
    contract::RoleInfo {
        name: role.name.clone(),
        title: role.title.clone(),
        summary: role.summary.clone(),
        functions: role.functions.clone(),
        designed_for: role.designed_for.clone(),
        constraints: role.constraints.clone(),
        kind: spelled(role.kind, contract::RoleKind::from_name, contract::RoleKind::User),
        level: spelled(role.level, contract::AppLevel::from_name, contract::AppLevel::None),
        automatic: role.automatic.map(automatic),
        privileges: role.privileges.iter().map(privilege).collect(),
        assigned_by: role.assigned_by.as_ref().map(|assigners| assigners.iter().map(assigner).collect()),
        holder_condition: role.holder_condition.map(|index| index.0),
        run_scoped: role.run_scoped,
        switchable: role.switchable,
        deprecated: role.deprecated,
    }
}

fn api_info(policy: &rules::Policy, api: &policy::Api) -> contract::ApiInfo {
    contract::ApiInfo {
        name: api.name.clone(),
        summary: api.summary.clone(),
        requirement: requirement(policy, &api.requirement),
        gates: api.gates.as_ref().map(|gates| gates.iter().copied().map(gate).collect()),
    }
}

fn change_info(policy: &rules::Policy, rule: &policy::ChangeRule) -> contract::ChangeInfo {
    contract::ChangeInfo { name: rule.kind.name().to_owned(), requirement: requirement(policy, &rule.requirement) }
}

fn requirement(policy: &rules::Policy, requirement: &policy::Requirement) -> contract::Requirement {
    match requirement {
        policy::Requirement::Nothing => contract::Requirement::Nothing,
        policy::Requirement::Entry => contract::Requirement::Entry,
        policy::Requirement::AnyRole => contract::Requirement::AnyRole,
        policy::Requirement::AnyOf(privileges) => {
            let name = |index: &rules::PrivilegeIndex| policy.privilege_name(*index).unwrap_or_default().to_owned();
            contract::Requirement::Privileges(privileges.iter().map(name).collect())
        }
    }
}

fn field_group_info(group: &policy::FieldGroup) -> contract::FieldGroupInfo {
    contract::FieldGroupInfo {
        name: group.name.clone(),
        summary: group.summary.clone(),
        fields: group.fields.clone(),
        shown_by: group.shown_by.iter().map(|index| index.0).collect(),
        on: group.on.iter().map(|index| index.0).collect(),
    }
}

fn attribute_info(declared: &policy::AttributeDeclaration) -> contract::AttributeInfo {
    let entity = super::kebab(&format!("{:?}", declared.entity));
    contract::AttributeInfo {
        name: format!("{entity}.{}", declared.name),
        holds: spelled(declared.holds, contract::AttributeType::from_name, contract::AttributeType::Text),
    }
}
