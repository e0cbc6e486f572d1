//! Whether what the parts of a policy refer to is there.

use super::{InvalidPolicy, PolicyBuilder};
use crate::gate::Gate;
use crate::identifiers::PrivilegeIndex;
use crate::policy::{Api, AttributeDeclaration, ChangeRule, ConditionIndex, Requirement, Role};
use alloc::string::String;

pub(super) fn check_role(role: &Role, builder: &PolicyBuilder) -> Result<(), InvalidPolicy> {
    let refused = || InvalidPolicy::RoleReference { name: role.name.clone() };
    if !is_rising(&role.privileges) || role.assigned_by.as_ref().is_some_and(|assigners| !is_rising(assigners)) {
        return Err(refused());
    }
    let condition_exists = |condition: ConditionIndex| usize::from(condition.0) < builder.conditions.len();
    let is_there = role.privileges.iter().all(|given| {
        given.privilege.as_usize() < builder.privileges.len() && given.condition.is_none_or(condition_exists)
    });
    let mut assigners = role.assigned_by.iter().flatten();
    let assigners_are_there = assigners.all(|assigner| assigner.role.as_usize() < builder.roles.len());
    let holder_is_there = role.holder_condition.is_none_or(condition_exists);
    if is_there && assigners_are_there && holder_is_there { Ok(()) } else { Err(refused()) }
}

pub(super) fn check_requirement(name: &str, requirement: &Requirement, count: usize) -> Result<(), InvalidPolicy> {
    match requirement {
        Requirement::AnyOf(privileges) => check_privileges(name, privileges, count),
        Requirement::Nothing | Requirement::Entry | Requirement::AnyRole => Ok(()),
    }
}

pub(super) fn check_privileges(name: &str, privileges: &[PrivilegeIndex], count: usize) -> Result<(), InvalidPolicy> {
    if is_rising(privileges) && privileges.iter().all(|privilege| privilege.as_usize() < count) {
        Ok(())
    } else {
        Err(InvalidPolicy::PrivilegeIndex { name: String::from(name) })
    }
}

pub(super) fn check_api_gates(api: &Api) -> Result<(), InvalidPolicy> {
    let Some(gates) = &api.gates else { return Ok(()) };
    if is_rising(gates) && gates.iter().all(|gate| Gate::OF_ENTRY.contains(gate)) {
        Ok(())
    } else {
        Err(InvalidPolicy::Gates { who: "an operation" })
    }
}

pub(super) fn check_changes(changes: &[ChangeRule], count: usize) -> Result<(), InvalidPolicy> {
    let kinds_rise = changes.iter().zip(changes.iter().skip(1)).all(|(earlier, later)| earlier.kind < later.kind);
    if !kinds_rise || changes.iter().any(|rule| rule.requirement == Requirement::Entry) {
        return Err(InvalidPolicy::List { what: "changes" });
    }
    changes.iter().try_for_each(|rule| check_requirement(rule.kind.name(), &rule.requirement, count))
}

pub(super) fn check_attributes(attributes: &[AttributeDeclaration]) -> Result<(), InvalidPolicy> {
    let key = |declared: &AttributeDeclaration| (declared.entity, declared.name.clone());
    let rising = attributes.iter().zip(attributes.iter().skip(1)).all(|(earlier, later)| key(earlier) < key(later));
    if rising && attributes.iter().all(|declared| !declared.name.is_empty()) {
        Ok(())
    } else {
        Err(InvalidPolicy::List { what: "attributes" })
    }
}

fn is_rising<Item: Ord>(items: &[Item]) -> bool {
    items.iter().zip(items.iter().skip(1)).all(|(earlier, later)| earlier < later)
}
