//! What is asked of holders, resources and instants.

use super::*;

fn support(facts: &mut Facts<'static>, attributes: Vec<Attribute<'static>>) {
    facts.principal.login = Login::Account;
    facts.role_grants = vec![grant("SUPPORT")];
    facts.attributes = attributes;
}

const HOLDERS: &[Case] = &[
    (Member, |f| support(f, vec![named(true)]), "iam:users:view", 0, "Granted SUPPORT Direct iam:users:view"),
    (Member, |f| support(f, vec![named(false)]), "iam:users:view", 0, "HolderNotEligible"),
    (Member, |f| support(f, vec![]), "iam:users:view", 0, "AttributeMissing"),
    (
        Member,
        |f| support(f, vec![attribute(AttributeSubject::Person, "named", AttributeValue::Boolean(true))]),
        "iam:users:view",
        0,
        "AttributeMissing",
    ),
];

/// C20, C24.
#[test]
fn holders_are_what_the_role_asks_of_them() {
    all_hold(HOLDERS);
}

fn hr(facts: &mut Facts<'static>, opened_to: Vec<&'static str>) {
    facts.role_grants = vec![grant("HR")];
    facts.attributes = vec![of_resource("run", "opened_to", AttributeValue::Texts(opened_to))];
}

const CONDITIONS: &[Case] = &[
    (Member, |f| hr(f, vec!["IT", "HR"]), "data:row:edit@run", 0, "Granted HR Direct data:row:edit"),
    (Member, |f| hr(f, vec!["IT"]), "data:row:edit@run", 0, "ConditionNotMet"),
    (Member, |f| hr(f, vec!["HR"]), "data:row:edit@other", 0, "AttributeMissing"),
    (Member, |f| hr(f, vec!["HR"]), "data:row:edit", 0, "AttributeMissing"),
    (
        Member,
        |f| f.role_grants = vec![grant("TIMED")],
        "data:row:edit",
        50,
        "Granted TIMED Direct data:row:edit [40..61)",
    ),
    (Member, |f| f.role_grants = vec![grant("TIMED")], "data:row:edit", 39, "ConditionNotMet [..40)"),
    (Member, |f| f.role_grants = vec![grant("TIMED")], "data:row:edit", 61, "ConditionNotMet [61..)"),
    (
        Member,
        |f| {
            f.role_grants = vec![grant("VIEWER")];
            f.attributes = vec![level(3)];
        },
        "iam:users:view",
        0,
        "Granted VIEWER Direct iam:users:view",
    ),
    (
        Member,
        |f| {
            f.role_grants = vec![grant("VIEWER")];
            f.attributes = vec![level(2)];
        },
        "iam:users:view",
        0,
        "ConditionNotMet",
    ),
    (Member, |f| f.role_grants = vec![grant("VIEWER")], "iam:users:view", 0, "AttributeMissing"),
    (
        ThirdParty,
        |f| {
            f.principal.login = Login::Account;
            f.role_grants = vec![at_home("SUPPORT")];
            f.access_grants = access(RequestStatus::Granted, None, 0, 100);
            f.attributes = vec![named(true), of_resource("run", "closes", AttributeValue::Timestamp(Instant(50)))];
        },
        "data:row:edit@run",
        20,
        "Granted SUPPORT AccessGrant data:row:edit [0..50)",
    ),
    (
        ThirdParty,
        |f| {
            f.principal.login = Login::Account;
            f.role_grants = vec![at_home("SUPPORT")];
            f.access_grants = access(RequestStatus::Granted, None, 0, 100);
            f.attributes =
                vec![named(true), attribute(AttributeSubject::Context, "late", AttributeValue::Boolean(false))];
        },
        "data:row:edit",
        20,
        "AttributeMissing [0..100)",
    ),
];

/// P8, P12.
#[test]
fn conditions_are_asked_about_the_very_resource_and_the_instant() {
    all_hold(CONDITIONS);
}
