//! What is tried out first: changes that could help, and no other. Every set is decided before it is told, so that a
//! useless change never shows; but the decisions of one search are counted, and useless ones would use them up.

use super::super::candidates::addressing;
use super::super::needs::Needs;
use super::super::search::Search;
use super::fixture::{facts, grant, policy, window};
use super::{Case, request, word};
use crate::check::check;
use crate::facts::{
    AccessMode, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, ExternalAccess, Facts, Login,
    Principal, PrincipalKind, PrivilegeNames, Relationship, RelationshipStatus, RoleGrant, RoleKind,
};
use crate::identifiers::{EntitlementName, EntityId, OrganisationId, RoleName};
use alloc::string::String;
use alloc::vec::Vec;

/// Bare facts, of an organisation that has bought what there is to buy; the proposals in words, with the position of
/// the grant where it is not the first.
fn proposed(cases: &[Case]) {
    let policy = policy();
    for (name, adjust, wanted, expected) in cases {
        let mut facts = facts();
        facts.entitlements.push(EntitlementName("SAAS"));
        adjust(&mut facts);
        assert_eq!(facts.validate(&policy), Ok(()), "{name}");
        let request = request(wanted);
        let reason = check(&policy, &facts, &[request]).pop().expect("one decision for one request").reason;
        let needs = Needs::read(&policy, &request).expect("the requests of the cases can be read");
        let steps = addressing(&Search::new(&policy, &facts, &request, &needs), &facts, reason);
        let in_words: Vec<String> = steps
            .iter()
            .map(|step| match step.position {
                0 => word(&policy, &facts, step.remedy),
                position => alloc::format!("{} #{position}", word(&policy, &facts, step.remedy)),
            })
            .collect();
        assert_eq!(in_words, *expected, "{name}");
    }
}

/// Holds the role, which is switched off.
fn held_and_off(facts: &mut Facts<'static>, grant: RoleGrant<'static>) {
    facts.role_grants.push(grant);
    facts.disabled_roles.push(grant.role);
}

/// Holds the role later.
fn later(facts: &mut Facts<'static>, grant: RoleGrant<'static>) {
    facts.role_grants.push(RoleGrant { window: Some(window(60, 70)), ..grant });
}

fn own(facts: &mut Facts<'static>, kind: RoleKind, level: AppLevel) {
    let (name, privileges) = (RoleName("Own"), PrivilegeNames("data:rows:read"));
    facts.custom_roles.push(CustomRole { name, kind, level, privileges });
}

const TO_MEMBERS: &[Case] = &[
    (
        "what gives it",
        |it| held_and_off(it, grant("Viewer")),
        "saas:app:view",
        &["EnableRole Viewer", "AssignRole Editor"],
    ),
    ("not what gives something else", |it| held_and_off(it, grant("Reader")), "saas:app:edit", &["AssignRole Editor"]),
    ("not what would come with something else", |it| held_and_off(it, grant("Reader")), "apps:list:view", &[]),
    (
        "what is off and not held can be given, if need be",
        |it| it.disabled_roles.push(RoleName("Viewer")),
        "saas:app:view",
        &["AssignRole Editor", "AssignRole Viewer"],
    ),
    (
        "of many that would do those that are on",
        |it| {
            let (subject, value) = (AttributeSubject::Principal, AttributeValue::Boolean(true));
            it.attributes.push(Attribute { subject, name: "named", value });
            it.disabled_roles.push(RoleName("Viewer"));
        },
        "any",
        &["AssignRole Analyst", "AssignRole Reader", "AssignRole Editor"],
    ),
    (
        "a role of the organisation that gives it",
        |it| {
            own(it, RoleKind::User, AppLevel::None);
            held_and_off(it, grant("Own"));
        },
        "data:rows:read",
        &["EnableRole Own"],
    ),
    (
        "not one that gives something else",
        |it| {
            own(it, RoleKind::User, AppLevel::None);
            held_and_off(it, grant("Own"));
        },
        "saas:app:edit",
        &["AssignRole Editor"],
    ),
    (
        "but any where any will do",
        |it| {
            own(it, RoleKind::User, AppLevel::None);
            held_and_off(it, grant("Own"));
        },
        "any",
        &["EnableRole Own", "AssignRole Viewer", "AssignRole Reader", "AssignRole Editor"],
    ),
    (
        "an app role that brings nothing yet",
        |it| {
            own(it, RoleKind::App, AppLevel::None);
            held_and_off(it, RoleGrant { on_resource: Some(EntityId("app")), ..grant("Own") });
        },
        "apps:list:view",
        &[],
    ),
    (
        "an app role that brings something else",
        |it| held_and_off(it, RoleGrant { on_resource: Some(EntityId("app")), ..grant("Owner") }),
        "data:rows:read@app",
        &[],
    ),
    (
        "an app role that brings it",
        |it| held_and_off(it, RoleGrant { on_resource: Some(EntityId("app")), ..grant("Owner") }),
        "apps:list:view",
        &["EnableRole Owner"],
    ),
    (
        "earlier what gives it, of several grants the first",
        |it| ["Reader", "Editor", "Editor"].into_iter().for_each(|role| later(it, grant(role))),
        "saas:app:edit",
        &["AdvanceRole Editor #1"],
    ),
    (
        "not what is held elsewhere",
        |it| later(it, RoleGrant { on_resource: Some(EntityId("other")), ..grant("Owner") }),
        "saas:app:edit@app",
        &["AssignRole Editor", "AssignRole Owner"],
    ),
    ("no grant of access", |it| it.role_grants.push(grant("Viewer")), "saas:app:edit", &["AssignRole Editor"]),
    (
        "no grant of access, whatever the role gives abroad",
        |it| {
            it.principal.login = Login::Account;
            it.role_grants.push(grant("Support"));
        },
        "data:rows:read",
        &[],
    ),
    ("no app role for an account", |it| it.principal.login = Login::Account, "saas:app:edit@app", &[]),
];

#[test]
fn members_are_proposed_what_could_help_them() {
    proposed(TO_MEMBERS);
}

/// An employee of the vendor, where roles are managed or not.
fn vendor(facts: &mut Facts<'static>, role_management: bool) {
    facts.principal.kind = PrincipalKind::VendorEmployee;
    facts.external_access = Some(ExternalAccess { mode: AccessMode::Continuous, role_management });
}

/// A partner's person, of whom the operation `status` asks for the relationship only.
fn partner(facts: &mut Facts<'static>, managed: bool) {
    facts.principal.kind = PrincipalKind::PartnerUser;
    facts.relationship = Some(Relationship { status: RelationshipStatus::Established, managed });
    let mode = AccessMode::Period(window(60, 70));
    facts.external_access = Some(ExternalAccess { mode, role_management: true });
}

#[test]
fn people_from_outside_are_proposed_what_could_help_them() {
    proposed(&[
        (
            "earlier what was assigned here",
            |it| {
                vendor(it, true);
                later(it, RoleGrant { organisation: OrganisationId("zenith"), ..grant("Editor") });
                later(it, grant("Viewer"));
            },
            "saas:app:view",
            &["DisableRoleManagement", "AdvanceRole Viewer #1", "AssignRole Editor"],
        ),
        (
            "no role where access is full",
            |it| {
                vendor(it, false);
                held_and_off(it, grant("Reader"));
            },
            "data:rows:read",
            &[],
        ),
        (
            "an earlier role, and not earlier access where access does not stand before the operation",
            |it| {
                partner(it, false);
                later(it, grant("Editor"));
            },
            "status",
            &["DisableRoleManagement", "AdvanceRole Editor", "AssignRole Viewer"],
        ),
    ]);
}

/// An account of another organisation, with what it holds there.
fn from_abroad(facts: &mut Facts<'static>, grant: Option<RoleGrant<'static>>) {
    let home = OrganisationId("zenith");
    let kind = PrincipalKind::ThirdParty;
    facts.principal = Principal { kind, login: Login::Account, home, ..facts.principal };
    facts.role_grants.extend(grant.map(|grant| RoleGrant { organisation: home, ..grant }));
}

const ABROAD: &[Case] = &[
    ("a role", |it| from_abroad(it, None), "apps:list:view", &["AssignRole Support"]),
    ("no role that is not felt here", |it| from_abroad(it, None), "saas:app:view", &[]),
    (
        "a grant of access for what needs one",
        |it| from_abroad(it, Some(grant("Support"))),
        "data:rows:read",
        &["ObtainAccessGrant"],
    ),
    (
        "and for nothing else",
        |it| {
            from_abroad(it, Some(grant("Support")));
            it.disabled_roles.push(RoleName("Support"));
        },
        "apps:list:view",
        &["EnableRole Support"],
    ),
    (
        "nor beside a role that is not felt here",
        |it| from_abroad(it, Some(grant("Viewer"))),
        "data:rows:read",
        &["AssignRole Support"],
    ),
    (
        "not to switch on what is not felt here",
        |it| {
            from_abroad(it, Some(grant("Viewer")));
            it.disabled_roles.push(RoleName("Viewer"));
        },
        "saas:app:view",
        &[],
    ),
    (
        "not even where any role will do",
        |it| {
            from_abroad(it, Some(grant("Viewer")));
            it.disabled_roles.push(RoleName("Viewer"));
        },
        "any",
        &["AssignRole Support"],
    ),
    (
        "nor what gives something else here",
        |it| {
            from_abroad(it, Some(grant("Support")));
            it.disabled_roles.push(RoleName("Support"));
        },
        "saas:app:view",
        &[],
    ),
    (
        "nor a role of the organisation",
        |it| {
            own(it, RoleKind::Account, AppLevel::None);
            from_abroad(it, Some(grant("Own")));
            it.disabled_roles.push(RoleName("Own"));
        },
        "data:rows:read",
        &["AssignRole Support"],
    ),
    (
        "not what a group holds at home",
        |it| {
            from_abroad(it, Some(RoleGrant { group: Some(EntityId("crew")), ..grant("Support") }));
            it.disabled_roles.push(RoleName("Support"));
        },
        "apps:list:view",
        &["AssignRole Support"],
    ),
    (
        "not what is held on a resource at home",
        |it| {
            from_abroad(it, Some(RoleGrant { on_resource: Some(EntityId("berlin")), ..grant("Support") }));
            it.disabled_roles.push(RoleName("Support"));
        },
        "apps:list:view@berlin",
        &["AssignRole Support"],
    ),
    (
        "not what is held here",
        |it| {
            from_abroad(it, None);
            held_and_off(it, grant("Support"));
        },
        "apps:list:view",
        &["AssignRole Support"],
    ),
];

#[test]
fn people_of_other_organisations_are_proposed_what_could_help_them() {
    proposed(ABROAD);
}
