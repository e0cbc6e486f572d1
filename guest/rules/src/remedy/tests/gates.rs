//! Denials at the gates before the last one.

use super::fixture::{grant, window};
use super::{Case, check};
use crate::facts::{
    AccessMode, ExternalAccess, Facts, ListedUser, PartnerStanding, PrincipalKind, Relationship, RelationshipStatus,
};
use crate::identifiers::EntitlementName;

/// A partner's person whom every gate lets in, with full access.
fn partner(facts: &mut Facts<'static>) {
    facts.principal.kind = PrincipalKind::PartnerUser;
    facts.principal.partner = PartnerStanding {
        accredited: true,
        domain_enabled: true,
        partner_service_layer: true,
        own_system_access: true,
        authorised: true,
        sso_enabled: true,
    };
    facts.relationship = Some(Relationship { status: RelationshipStatus::Established, managed: false });
    open(facts, AccessMode::Continuous);
    facts.entitlements.push(EntitlementName("SAAS"));
}

fn open(facts: &mut Facts<'static>, mode: AccessMode) {
    facts.external_access = Some(ExternalAccess { mode, role_management: false });
}

const VIEW: &str = "saas:app:view";

const AT_GATES_OF_ENTRY: &[Case] = &[
    ("nothing is lacking", partner, VIEW, &[]),
    (
        "the entitlement",
        |it| {
            partner(it);
            it.entitlements.clear();
        },
        VIEW,
        &["BuyEntitlement saas:app:view"],
    ),
    (
        "each product once",
        |it| {
            partner(it);
            it.entitlements.clear();
        },
        "saas:app:view || saas:app:edit",
        &["BuyEntitlement saas:app:edit"],
    ),
    (
        "the relationship",
        |it| {
            partner(it);
            it.relationship = None;
        },
        VIEW,
        &["EstablishRelationship"],
    ),
    (
        "a relationship that has ended",
        |it| {
            partner(it);
            it.relationship = Some(Relationship { status: RelationshipStatus::Ended, managed: true });
        },
        VIEW,
        &["EstablishRelationship"],
    ),
    (
        "authorisation",
        |it| {
            partner(it);
            it.principal.partner.authorised = false;
        },
        VIEW,
        &["AuthoriseUser"],
    ),
    (
        "one listing",
        |it| {
            partner(it);
            it.listed_users.push(ListedUser { email: "ADA@acme.example", identity: "" });
        },
        VIEW,
        &["RemoveListing"],
    ),
    (
        "a listing that nobody can compare",
        |it| {
            partner(it);
            it.listed_users.push(ListedUser { email: "", identity: "7" });
        },
        VIEW,
        &["RemoveListing"],
    ),
    (
        "access at all",
        |it| {
            partner(it);
            it.external_access = None;
        },
        VIEW,
        &["EnableAccess"],
    ),
    (
        "access again",
        |it| {
            partner(it);
            open(it, AccessMode::Disabled);
        },
        VIEW,
        &["EnableAccess"],
    ),
    (
        "access now",
        |it| {
            partner(it);
            open(it, AccessMode::Period(window(60, 70)));
        },
        VIEW,
        &["AdvanceAccess"],
    ),
    (
        "access still",
        |it| {
            partner(it);
            open(it, AccessMode::Period(window(40, 50)));
        },
        VIEW,
        &["ExtendAccess"],
    ),
    (
        "everything",
        |it| {
            partner(it);
            it.principal.partner = PartnerStanding::default();
            it.relationship = None;
            it.external_access = None;
            it.entitlements.clear();
            it.listed_users.push(ListedUser { email: "ada@acme.example", identity: "" });
        },
        VIEW,
        &["BuyEntitlement saas:app:view + EstablishRelationship + AccreditPartner + EnableDomain + \
               GivePartnerServiceLayer + GiveOwnSystemAccess + AuthoriseUser + EnableSso + RemoveListing + EnableAccess"],
    ),
    (
        "only what stands before the operation",
        |it| {
            partner(it);
            it.principal.partner = PartnerStanding::default();
            it.relationship = None;
        },
        "status",
        &["EstablishRelationship"],
    ),
    (
        "entry alone",
        |it| {
            partner(it);
            it.principal.partner.sso_enabled = false;
            it.principal.partner.accredited = false;
        },
        "entry",
        &["AccreditPartner + EnableSso"],
    ),
];

#[test]
fn what_a_gate_of_entry_lacks_is_given() {
    check(AT_GATES_OF_ENTRY);
}

#[test]
fn some_denials_have_no_remedy() {
    check(&[
        ("nobody", |it| it.principal.kind = PrincipalKind::Unidentified, "entry", &[]),
        ("no such operation", |_| {}, "unknown", &[]),
        ("not an expression", |_| {}, "a:b:c &&", &[]),
        ("not a resource", |_| {}, "apps:list:view@", &[]),
        ("nobody declares it", |it| it.role_grants.push(grant("Viewer")), "apps:list:burn", &[]),
        ("full access is not to this", partner, "apps:list:view", &[]),
        ("allowed", |_| {}, "entry", &[]),
    ]);
}

#[test]
fn role_management_can_be_switched_off() {
    let restricted: fn(&mut Facts<'static>) = |it| {
        partner(it);
        it.external_access = Some(ExternalAccess { mode: AccessMode::Continuous, role_management: true });
    };
    check(&[
        (
            "or a role assigned",
            restricted,
            "saas:app:view",
            &["DisableRoleManagement", "AssignRole Viewer", "AssignRole Editor"],
        ),
        (
            "on a resource an app role does as well",
            restricted,
            "saas:app:edit@app",
            &["DisableRoleManagement", "AssignRole Editor", "AssignRole Owner"],
        ),
        ("but not where full access is to something else", restricted, "data:rows:read", &[]),
        (
            "or access set up, where it has not been",
            |it| {
                partner(it);
                it.external_access = None;
            },
            "status",
            &["EnableAccess", "AssignRole Viewer", "AssignRole Editor"],
        ),
        (
            "after access is enabled",
            |it| {
                partner(it);
                it.external_access = Some(ExternalAccess { mode: AccessMode::Disabled, role_management: true });
            },
            "saas:app:edit",
            &["EnableAccess + DisableRoleManagement", "EnableAccess + AssignRole Editor"],
        ),
    ]);
}
