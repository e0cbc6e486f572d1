//! What a policy holds, and which parts make none: one slip each in the parts of the example.

use super::*;
use example::builder;
use guestpass_rules::limits::{CATALOGUE_ENTRIES_MAX, FIELD_GROUPS_MAX, NAME_BYTES_MAX};
use guestpass_rules::policy::{
    Assigner, AttributeIndex, BuiltIn, ChangeRule, Comparison, Condition, ConditionIndex, ConditionNode, Limit,
    Operand, PolicyBuilder, Reach, Requirement, RolePrivilege,
};
use guestpass_rules::{ChangeKind, Gate, PrivilegeIndex, RoleIndex};

/// What is wrong, the parts with it, and the beginning of what the refusal says; empty for parts that make a policy.
type Slip = (&'static str, fn(&mut PolicyBuilder), &'static str);

fn all_are_told(slips: &[Slip]) {
    for (name, adjust, expected) in slips {
        let mut parts = builder();
        adjust(&mut parts);
        let told = parts.build().err().map(|refused| refused.to_string()).unwrap_or_default();
        assert!(told.starts_with(expected) && told.is_empty() == expected.is_empty(), "{name}: `{told}`");
    }
}

/// A copy of the first of the parts, changed.
fn again<Part: Clone>(parts: &mut Vec<Part>, adjust: impl FnOnce(&mut Part)) {
    if let Some(mut part) = parts.first().cloned() {
        adjust(&mut part);
        parts.push(part);
    }
}

/// So many parts as there are then, all alike but for their names.
fn fill<Part: Clone>(parts: &mut Vec<Part>, count: usize, adjust: impl Fn(&mut Part, String)) {
    for number in parts.len()..count {
        again(parts, |part| adjust(part, format!("part-{number}")));
    }
}

fn fill_conditions(parts: &mut PolicyBuilder, count: usize) {
    fill(&mut parts.conditions, count, |condition, name| condition.source = name);
}

const COUNTS_AND_NAMES: &[Slip] = &[
    ("as many conditions as may be", |p| fill_conditions(p, CATALOGUE_ENTRIES_MAX), ""),
    ("one condition more", |p| fill_conditions(p, CATALOGUE_ENTRIES_MAX + 1), "there are more than 10000 conditions"),
    ("two conditions more", |p| fill_conditions(p, CATALOGUE_ENTRIES_MAX + 2), "there are more than 10000 conditions"),
    (
        "as many field groups as may be",
        |p| fill(&mut p.field_groups, FIELD_GROUPS_MAX, |group, name| group.name = name),
        "",
    ),
    (
        "one field group more",
        |p| fill(&mut p.field_groups, FIELD_GROUPS_MAX + 1, |group, name| group.name = name),
        "there are more than 64 field groups",
    ),
    ("a role without a name", |p| again(&mut p.roles, |role| role.name.clear()), "the name `` of a role"),
    ("a name as long as may be", |p| again(&mut p.roles, |role| role.name = "r".repeat(NAME_BYTES_MAX)), ""),
    (
        "a name that is too long",
        |p| again(&mut p.roles, |role| role.name = "r".repeat(NAME_BYTES_MAX + 1)),
        "the name `rrr",
    ),
    (
        "a name that is far too long",
        |p| again(&mut p.roles, |role| role.name = "r".repeat(NAME_BYTES_MAX + 2)),
        "the name `rrr",
    ),
    ("two roles of one name", |p| again(&mut p.roles, |_| ()), "the role `ADMIN` is declared twice"),
    ("two operations of one name", |p| again(&mut p.apis, |_| ()), "the operation `free` is declared twice"),
    ("suites out of order", |p| p.suites.reverse(), "the suite `data` is declared twice or out of order"),
    ("gates of partners out of order", |p| p.entry.partner_gates.reverse(), "the gates for partner users"),
    (
        "a gate twice",
        |p| p.entry.vendor_gates = vec![Gate::AccessMode, Gate::AccessMode],
        "the gates for vendor employees",
    ),
    ("a gate that is not of entry", |p| p.entry.vendor_gates = vec![Gate::Privilege], "the gates for vendor employees"),
];

#[test]
fn there_are_not_too_many_parts_and_each_has_a_name_of_its_own() {
    all_are_told(COUNTS_AND_NAMES);
}

fn gives(privilege: u16, condition: Option<u16>) -> RolePrivilege {
    let condition = condition.map(ConditionIndex);
    RolePrivilege { reach: Reach::Own, privilege: PrivilegeIndex(privilege), condition }
}

/// One more role, which gives this.
fn giving(parts: &mut PolicyBuilder, privileges: &[RolePrivilege]) {
    again(&mut parts.roles, |role| {
        role.name = String::from("MORE");
        role.privileges = privileges.to_vec();
    });
}

/// One more role, which holders of these assign.
fn assigned(parts: &mut PolicyBuilder, assigners: &[u16]) {
    let assigner = |&role: &u16| Assigner { role: RoleIndex(role), needs_grant: false };
    again(&mut parts.roles, |role| {
        role.name = String::from("MORE");
        role.assigned_by = Some(assigners.iter().map(assigner).collect());
    });
}

/// One more role, which asks this of its holders.
fn held_when(parts: &mut PolicyBuilder, condition: u16) {
    again(&mut parts.roles, |role| {
        role.name = String::from("MORE");
        role.holder_condition = Some(ConditionIndex(condition));
    });
}

const OF_ROLES: &[Slip] = &[
    ("the last privilege", |p| giving(p, &[gives(0, None), gives(6, Some(4))]), ""),
    ("no such privilege", |p| giving(p, &[gives(7, None)]), "the role `MORE`"),
    ("no such condition", |p| giving(p, &[gives(6, Some(5))]), "the role `MORE`"),
    ("neither of them", |p| giving(p, &[gives(7, Some(5))]), "the role `MORE`"),
    ("privileges out of order", |p| giving(p, &[gives(1, None), gives(0, None)]), "the role `MORE`"),
    ("a privilege twice", |p| giving(p, &[gives(1, None), gives(1, None)]), "the role `MORE`"),
    ("the last assigner", |p| assigned(p, &[0, 9]), ""),
    ("no such assigner", |p| assigned(p, &[10]), "the role `MORE`"),
    ("assigners out of order", |p| assigned(p, &[1, 0]), "the role `MORE`"),
    ("an assigner twice", |p| assigned(p, &[1, 1]), "the role `MORE`"),
    ("a condition on holders", |p| held_when(p, 1), ""),
    ("no such condition on holders", |p| held_when(p, 5), "the role `MORE`"),
    ("a condition on what it is held on", |p| held_when(p, 0), "the condition `"),
    (
        "a condition on the person alone",
        |p| {
            let (left, right) = (Operand::Attribute(AttributeIndex(0)), Operand::Integer(3));
            let nodes = vec![ConditionNode::Compare { comparison: Comparison::Equal, left, right }];
            p.conditions.push(Condition { source: String::from("of the person"), nodes });
            held_when(p, 5);
        },
        "",
    ),
    (
        "a condition that compares the person with an action",
        |p| {
            let (left, right) = (Operand::BuiltIn(BuiltIn::PrincipalId), Operand::BuiltIn(BuiltIn::ActionName));
            let nodes = vec![ConditionNode::Compare { comparison: Comparison::Equal, left, right }];
            p.conditions.push(Condition { source: String::from("of an action"), nodes });
            held_when(p, 5);
        },
        "the condition `of an action` asks more of the holders",
    ),
    (
        "a condition that looks for an action among texts",
        |p| {
            let (item, list) = (Operand::BuiltIn(BuiltIn::ActionName), Operand::Texts(Vec::new()));
            p.conditions.push(Condition {
                source: String::from("of an action"),
                nodes: vec![ConditionNode::In { item, list }],
            });
            held_when(p, 5);
        },
        "the condition `of an action` asks more of the holders",
    ),
];

#[test]
fn roles_name_what_is_there_once_and_in_order() {
    all_are_told(OF_ROLES);
}

fn asking(privileges: &[u16]) -> Requirement {
    Requirement::AnyOf(privileges.iter().copied().map(PrivilegeIndex).collect())
}

fn operation(parts: &mut PolicyBuilder, requirement: Requirement) {
    again(&mut parts.apis, |api| {
        api.name = String::from("more");
        api.requirement = requirement;
    });
}

fn behind(parts: &mut PolicyBuilder, gates: &[Gate]) {
    again(&mut parts.apis, |api| {
        api.name = String::from("more");
        api.gates = Some(gates.to_vec());
    });
}

fn change(kind: ChangeKind, requirement: Requirement) -> ChangeRule {
    ChangeRule { kind, requirement }
}

const OF_OPERATIONS: &[Slip] = &[
    ("an operation for the last privilege", |p| operation(p, asking(&[0, 6])), ""),
    ("no such privilege", |p| operation(p, asking(&[7])), "`more` names a privilege"),
    ("privileges out of order", |p| operation(p, asking(&[1, 0])), "`more` names a privilege"),
    ("a privilege twice", |p| operation(p, asking(&[1, 1])), "`more` names a privilege"),
    ("gates of entry", |p| behind(p, &[Gate::Relationship, Gate::AccessMode]), ""),
    ("gates out of order", |p| behind(p, &[Gate::AccessMode, Gate::Relationship]), "the gates for an operation"),
    ("a gate that is not of entry", |p| behind(p, &[Gate::Privilege]), "the gates for an operation"),
    (
        "a group that nobody shows",
        |p| again(&mut p.field_groups, |it| (it.name, it.shown_by) = (String::from("more"), vec![PrivilegeIndex(7)])),
        "`more` names a privilege",
    ),
    (
        "a group on nothing",
        |p| again(&mut p.field_groups, |it| (it.name, it.on) = (String::from("more"), vec![PrivilegeIndex(7)])),
        "`more` names a privilege",
    ),
    (
        "changes",
        |p| {
            p.changes =
                vec![change(ChangeKind::SwitchRole, asking(&[6])), change(ChangeKind::GrantRun, Requirement::AnyRole)];
        },
        "",
    ),
    (
        "changes out of order",
        |p| {
            p.changes =
                vec![change(ChangeKind::GrantRun, asking(&[6])), change(ChangeKind::SwitchRole, Requirement::AnyRole)];
        },
        "the changes stand twice or out of order",
    ),
    (
        "a change twice",
        |p| p.changes = vec![change(ChangeKind::GrantRun, asking(&[5])), change(ChangeKind::GrantRun, asking(&[6]))],
        "the changes stand twice or out of order",
    ),
    (
        "a change for whoever gets in",
        |p| p.changes = vec![change(ChangeKind::GrantRun, Requirement::Entry)],
        "the changes stand twice or out of order",
    ),
    (
        "a change for no such privilege",
        |p| p.changes = vec![change(ChangeKind::GrantRun, asking(&[7]))],
        "`grant-run` names a privilege",
    ),
    ("attributes out of order", |p| p.attributes.reverse(), "the attributes stand twice"),
    (
        "an attribute twice",
        |p| {
            let last = p.attributes.last().cloned();
            p.attributes.extend(last);
        },
        "the attributes stand twice",
    ),
    (
        "an attribute without a name",
        |p| p.attributes.first_mut().into_iter().for_each(|first| first.name.clear()),
        "the attributes stand twice",
    ),
];

#[test]
fn operations_and_changes_name_what_is_there_once_and_in_order() {
    all_are_told(OF_OPERATIONS);
}

/// What a policy is asked for is what it was made of.
#[test]
fn a_policy_holds_its_parts() {
    let limits = vec![Limit { name: String::from("access-grant-hours"), maximum: Some(24) }];
    let changes = vec![change(ChangeKind::SwitchRole, asking(&[6]))];
    let parts = PolicyBuilder { limits, changes, ..builder() };
    let policy = parts.clone().build().expect("the parts make a policy");
    assert_eq!(policy.header(), &parts.header);
    assert_eq!(policy.suites(), parts.suites);
    assert_eq!(policy.privileges(), parts.privileges);
    assert_eq!(policy.roles(), parts.roles);
    assert_eq!(policy.apis(), parts.apis);
    assert_eq!(policy.entry(), &parts.entry);
    assert_eq!(policy.limits(), parts.limits);
    assert_eq!(policy.attributes(), parts.attributes);
    assert_eq!(policy.conditions(), parts.conditions);
    assert_eq!(policy.field_groups(), parts.field_groups);
    assert_eq!(policy.changes(), parts.changes);
    assert_eq!(policy.assignment(), parts.assignment);
}
