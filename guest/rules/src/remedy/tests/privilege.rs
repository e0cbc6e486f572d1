//! Denials at the last gate.

use super::fixture::{grant, window};
use super::{Case, check};
use crate::facts::{
    AccessGrant, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, Facts, Login, Principal,
    PrincipalKind, PrivilegeNames, RequestStatus, RoleGrant, RoleKind,
};
use crate::identifiers::{EntitlementName, EntityId, OrganisationId, RoleName};
use crate::limits::{REMEDY_SETS_MAX, ROLE_GRANTS_MAX};

fn entitled(facts: &mut Facts<'static>) {
    facts.entitlements.push(EntitlementName("SAAS"));
}

fn held(facts: &mut Facts<'static>, grant: RoleGrant<'static>) {
    entitled(facts);
    facts.role_grants.push(grant);
}

fn named(facts: &mut Facts<'static>, value: bool) {
    let (subject, value) = (AttributeSubject::Principal, AttributeValue::Boolean(value));
    facts.attributes.push(Attribute { subject, name: "named", value });
}

#[test]
fn the_least_of_the_roles_that_would_do_is_given() {
    check(&[
        ("view", entitled, "saas:app:view", &["AssignRole Viewer", "AssignRole Editor"]),
        ("edit", entitled, "saas:app:edit", &["AssignRole Editor"]),
        ("on a resource", entitled, "saas:app:edit@app", &["AssignRole Editor", "AssignRole Owner"]),
        ("and what it takes", |_| {}, "saas:app:edit", &["BuyEntitlement saas:app:edit + AssignRole Editor"]),
        ("neither automatic nor deprecated ones", |_| {}, "apps:list:view", &[]),
        ("nor with a condition", |_| {}, "data:rows:read", &[]),
        (
            "but not more than the facts can hold",
            |it| {
                entitled(it);
                it.role_grants = alloc::vec![grant("Gone"); ROLE_GRANTS_MAX];
            },
            "saas:app:edit",
            &[],
        ),
        ("whoever may hold it", |it| named(it, true), "data:rows:read", &["AssignRole Analyst"]),
        ("and not who may not", |it| named(it, false), "data:rows:read", &[]),
        ("any role", |_| {}, "any", &["AssignRole Viewer", "AssignRole Editor", "AssignRole Reader"]),
        ("any role of an account", |it| it.principal.login = Login::Account, "any", &["AssignRole Support"]),
    ]);
}

const HELD: &[Case] = &[
    (
        "switched on",
        |it| {
            held(it, grant("Viewer"));
            it.disabled_roles.push(RoleName("Viewer"));
        },
        "saas:app:view",
        &["EnableRole Viewer", "AssignRole Editor"],
    ),
    (
        "earlier",
        |it| held(it, RoleGrant { window: Some(window(60, 70)), ..grant("Editor") }),
        "saas:app:edit",
        &["AdvanceRole Editor"],
    ),
    (
        "longer",
        |it| held(it, RoleGrant { window: Some(window(40, 50)), ..grant("Editor") }),
        "saas:app:edit",
        &["ExtendRole Editor"],
    ),
    (
        "either grant of it, and not that of another group",
        |it| {
            for (group, start) in [("crew", 40), ("others", 60)] {
                let group = Some(EntityId(group));
                held(it, RoleGrant { group, window: Some(window(start, start + 5)), ..grant("Editor") });
            }
        },
        "saas:app:edit",
        &["ExtendRole Editor"],
    ),
    (
        "both at once",
        |it| {
            held(it, RoleGrant { window: Some(window(60, 70)), ..grant("Own") });
            let privileges = PrivilegeNames("data:rows:read");
            let (name, kind, level) = (RoleName("Own"), RoleKind::User, AppLevel::None);
            it.custom_roles.push(CustomRole { name, kind, level, privileges });
            it.disabled_roles.push(RoleName("Own"));
        },
        "data:rows:read",
        &["EnableRole Own + AdvanceRole Own"],
    ),
    (
        "what it brings with it",
        |it| {
            let on_resource = Some(EntityId("app"));
            held(it, RoleGrant { on_resource, window: Some(window(60, 70)), ..grant("Owner") });
        },
        "apps:list:view",
        &["AdvanceRole Owner"],
    ),
    (
        "what it brings with it is switched off",
        |it| {
            held(it, RoleGrant { on_resource: Some(EntityId("app")), ..grant("Owner") });
            it.disabled_roles.push(RoleName("Manager"));
        },
        "apps:list:view",
        &["EnableRole Manager"],
    ),
    (
        "not the one on another resource",
        |it| {
            let on_resource = Some(EntityId("app"));
            held(it, RoleGrant { on_resource, window: Some(window(60, 70)), ..grant("Owner") });
        },
        "saas:app:edit@other",
        &["AssignRole Editor", "AssignRole Owner"],
    ),
    (
        "the one on this resource, where what both bring is switched off",
        |it| {
            for resource in ["other", "app"] {
                let on_resource = Some(EntityId(resource));
                held(it, RoleGrant { on_resource, window: Some(window(60, 70)), ..grant("Owner") });
            }
            it.disabled_roles.push(RoleName("Manager"));
        },
        "apps:list:view || saas:app:edit@app",
        &["AdvanceRole Owner", "AssignRole Editor"],
    ),
    (
        "an app role that is on no resource does not hide the one on this resource, whichever comes first",
        |it| {
            for on_resource in [None, Some(EntityId("app")), None] {
                held(it, RoleGrant { on_resource, window: Some(window(40, 50)), ..grant("Owner") });
            }
        },
        "saas:app:edit@app",
        &["ExtendRole Owner", "AssignRole Editor"],
    ),
    (
        "an app role that is on no resource is not held",
        |it| held(it, grant("Owner")),
        "saas:app:edit@app",
        &["AssignRole Editor", "AssignRole Owner"],
    ),
    ("a condition is nobody's to change", |it| held(it, grant("Reader")), "data:rows:read", &[]),
    (
        "but another role does without",
        |it| {
            held(it, grant("Reader"));
            named(it, true);
            it.disabled_roles.push(RoleName("Reader"));
        },
        "data:rows:read",
        &["EnableRole Reader", "AssignRole Analyst"],
    ),
];

#[test]
fn a_role_that_is_held_takes_effect() {
    check(HELD);
}

/// Ten roles of the organisation that are held and switched off.
fn ten_switched_off(facts: &mut Facts<'static>) {
    for name in ["R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"] {
        let (kind, level, privileges) = (RoleKind::User, AppLevel::None, PrivilegeNames("data:rows:read"));
        facts.custom_roles.push(CustomRole { name: RoleName(name), kind, level, privileges });
        facts.disabled_roles.push(RoleName(name));
        facts.role_grants.push(grant(name));
    }
}

#[test]
fn so_many_sets_are_told_and_no_more() {
    let told = &[
        "EnableRole R0",
        "EnableRole R1",
        "EnableRole R2",
        "EnableRole R3",
        "EnableRole R4",
        "EnableRole R5",
        "EnableRole R6",
        "EnableRole R7",
    ];
    assert_eq!(told.len(), REMEDY_SETS_MAX);
    check(&[("any of ten", ten_switched_off, "data:rows:read", told)]);
}

/// An account login of another organisation, with what became of its request for access to Berlin.
fn from_abroad(facts: &mut Facts<'static>, role: Option<&'static str>, grants: &[(RequestStatus, i64, i64)]) {
    let home = OrganisationId("zenith");
    let kind = PrincipalKind::ThirdParty;
    facts.principal = Principal { kind, login: Login::Account, home, ..facts.principal };
    facts.role_grants.extend(role.map(|role| RoleGrant { organisation: home, ..grant(role) }));
    facts.access_grants.extend(grants.iter().map(|&(status, start, end)| {
        let on_resource = Some(EntityId("berlin"));
        AccessGrant { status, on_resource, window: window(start, end) }
    }));
}

#[test]
fn access_is_granted_to_another_organisation() {
    use RequestStatus::{Granted, Pending, Revoked};
    let read = "data:rows:read@berlin";
    check(&[
        ("granted", |it| from_abroad(it, Some("Support"), &[(Granted, 0, 51)]), read, &[]),
        ("nobody asked", |it| from_abroad(it, Some("Support"), &[]), read, &["ObtainAccessGrant"]),
        ("revoked", |it| from_abroad(it, Some("Support"), &[(Revoked, 0, 99)]), read, &["ObtainAccessGrant"]),
        ("pending", |it| from_abroad(it, Some("Support"), &[(Pending, 0, 99)]), read, &["GrantRequest"]),
        (
            "pending, for another time",
            |it| from_abroad(it, Some("Support"), &[(Pending, 60, 99)]),
            read,
            &["ObtainAccessGrant"],
        ),
        (
            "pending twice",
            |it| from_abroad(it, Some("Support"), &[(Pending, 60, 99), (Pending, 0, 99)]),
            read,
            &["GrantRequest"],
        ),
        ("later", |it| from_abroad(it, Some("Support"), &[(Granted, 60, 99)]), read, &["AdvanceAccessGrant"]),
        ("over", |it| from_abroad(it, Some("Support"), &[(Granted, 0, 50)]), read, &["ExtendAccessGrant"]),
        (
            "for another company",
            |it| from_abroad(it, Some("Support"), &[(Granted, 0, 99)]),
            "data:rows:read@paris",
            &["ObtainAccessGrant"],
        ),
        ("without a role at home", |it| from_abroad(it, None, &[]), read, &["AssignRole Support + ObtainAccessGrant"]),
        ("a role at home is enough", |it| from_abroad(it, None, &[]), "apps:list:view", &["AssignRole Support"]),
        ("any role that is felt here", |it| from_abroad(it, None, &[]), "any", &["AssignRole Support"]),
        (
            "at home and switched off",
            |it| {
                from_abroad(it, Some("Support"), &[(Granted, 0, 99)]);
                it.disabled_roles.push(RoleName("Support"));
            },
            read,
            &["EnableRole Support"],
        ),
        (
            "nothing for users",
            |it| {
                from_abroad(it, None, &[]);
                it.principal.login = Login::User;
            },
            "any",
            &[],
        ),
    ]);
}
