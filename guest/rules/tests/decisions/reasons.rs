//! Which of several obstacles names the reason, and what is no reason at all.

use super::*;

fn support(facts: &mut Facts<'static>, is_named: bool, grants: Vec<AccessGrant<'static>>) {
    facts.principal.login = Login::Account;
    facts.attributes = vec![named(is_named)];
    facts.role_grants = vec![at_home("SUPPORT")];
    facts.access_grants = grants;
}
use RequestStatus::Granted;

const NEAREST: &[Case] = &[
    (
        Member,
        |f| {
            f.role_grants = vec![during(10, 20, grant("ADMIN")), grant("HR")];
            f.disabled_roles = vec![RoleName("HR")];
        },
        "iam:users:view",
        5,
        "RoleDisabled [..10)",
    ),
    (
        Member,
        |f| f.role_grants = vec![during(10, 20, grant("ADMIN")), during(0, 5, grant("HR"))],
        "iam:users:view",
        5,
        "WindowNotStarted [5..10)",
    ),
    (Member, |f| f.role_grants = vec![during(10, 20, grant("ADMIN"))], "iam:users:view", 20, "WindowEnded [20..)"),
    (
        Member,
        |f| {
            f.role_grants = vec![during(10, 20, grant("HR"))];
            f.disabled_roles = vec![RoleName("HR")];
        },
        "iam:users:view",
        5,
        "WindowNotStarted [..10)",
    ),
    (Member, |f| f.role_grants = vec![during(10, 20, grant("HR"))], "apps:app:view", 15, "NoPrivilege [10..20)"),
    (Member, |f| f.role_grants = vec![during(10, 20, grant("HR"))], "apps:app:view", 25, "NoRoleAssigned [20..)"),
    (
        Member,
        |f| f.role_grants = vec![during(10, 20, grant("HR")), during(15, 30, grant("HR")), during(40, 50, grant("HR"))],
        "apps:app:view",
        25,
        "NoPrivilege [10..30)",
    ),
    (
        Member,
        |f| f.role_grants = vec![during(10, 40, grant("HR")), during(15, 20, grant("VIEWER"))],
        "iam:users:edit",
        25,
        "NoPrivilege [10..40)",
    ),
    (ThirdParty, |f| support(f, false, access(Granted, None, 5, 9)), "data:row:view", 4, "WindowNotStarted [..5)"),
    (ThirdParty, |f| support(f, false, access(Granted, None, 5, 9)), "data:row:view", 5, "HolderNotEligible [5..9)"),
    (ThirdParty, |f| support(f, false, vec![]), "data:row:view", 5, "NoAccessGrant"),
    (ThirdParty, |f| support(f, false, vec![]), "apps:app:view", 5, "NoRoleAssigned"),
    (ThirdParty, |f| support(f, true, access(Granted, Some("other"), 5, 9)), "data:row:edit", 5, "NoAccessGrant"),
];

#[test]
fn the_nearest_miss_names_the_reason() {
    all_hold(NEAREST);
}

const MALFORMED: &[Case] = &[
    (ThirdParty, |f| f.principal.home = OrganisationId(""), "api:free", 0, "MalformedFacts"),
    (ThirdParty, |f| f.principal.home = f.organisation, "api:free", 0, "MalformedFacts"),
    (Member, |f| f.principal.home = OrganisationId("home"), "api:free", 0, "MalformedFacts"),
    (Member, |f| f.principal.id = EntityId(""), "api:free", 0, "MalformedFacts"),
    (Member, |f| f.custom_roles = vec![custom("ADMIN", "")], "api:free", 0, "MalformedFacts"),
    (
        Member,
        |f| f.custom_roles = vec![custom("A", ""), custom("B", ""), custom("A", "iam:users:view")],
        "api:free",
        0,
        "MalformedFacts",
    ),
    (Member, |f| f.custom_roles = vec![custom("", "")], "api:free", 0, "MalformedFacts"),
    (
        Member,
        |f| f.attributes = vec![attribute(AttributeSubject::Principal, "named", AttributeValue::Integer(1))],
        "api:free",
        0,
        "MalformedFacts",
    ),
    (
        Member,
        |f| f.attributes = vec![attribute(AttributeSubject::Person, "named", AttributeValue::Text("yes"))],
        "api:free",
        0,
        "MalformedFacts",
    ),
    (
        Member,
        |f| f.attributes = vec![of_resource("run", "closes", AttributeValue::Integer(1))],
        "api:free",
        0,
        "MalformedFacts",
    ),
    (Member, |f| f.attributes = vec![named(true), level(3), named(false)], "api:free", 0, "MalformedFacts"),
    (ThirdParty, |f| f.access_grants = access(RequestStatus::Granted, Some(""), 0, 1), "api:free", 0, "MalformedFacts"),
    (Member, |f| f.groups = vec![EntityId("")], "api:free", 0, "MalformedFacts"),
    (Member, |f| f.role_grants = vec![grant("")], "api:free", 0, "MalformedFacts"),
    (
        Member,
        |f| f.role_grants = vec![RoleGrant { organisation: OrganisationId(""), ..grant("HR") }],
        "api:free",
        0,
        "MalformedFacts",
    ),
    (
        Member,
        |f| f.role_grants = vec![RoleGrant { group: Some(EntityId("")), ..grant("HR") }],
        "api:free",
        0,
        "MalformedFacts",
    ),
    (Member, |f| f.role_grants = vec![on("", "HR")], "api:free", 0, "MalformedFacts"),
    (Member, |f| f.organisation = OrganisationId(""), "api:free", 0, "NoRoleRequired"),
    (
        Member,
        |f| {
            f.organisation = OrganisationId("");
            f.role_grants = vec![at_home("HR")];
        },
        "api:free",
        0,
        "MalformedFacts",
    ),
    (VendorEmployee, |f| f.organisation = OrganisationId(""), "api:free", 0, "MalformedFacts"),
    (
        PartnerUser,
        |f| {
            f.organisation = OrganisationId("");
            f.external_access = None;
        },
        "api:free",
        0,
        "MalformedFacts",
    ),
    (Member, |f| f.attributes = vec![named(true), named(true)], "api:free", 0, "NoRoleRequired"),
    (
        Member,
        |f| {
            let undeclared = |value| attribute(AttributeSubject::Principal, "unheard_of", value);
            f.attributes = vec![undeclared(AttributeValue::Integer(1)), undeclared(AttributeValue::Text("one"))];
        },
        "api:free",
        0,
        "NoRoleRequired",
    ),
];

/// X5.
#[test]
fn malformed_facts_deny() {
    all_hold(MALFORMED);
}
