//! That a decision looks at no more than it has to. No answer shows it, only the time that the answer takes.

use super::judge::Judge;
use super::wanted::Wanted;
use crate::facts::{AccessMode, ExternalAccess, Facts, Login, PartnerStanding, Principal, PrincipalKind, RoleGrant};
use crate::gate::Gate;
use crate::identifiers::{EntityId, OrganisationId, PrivilegeIndex, RoleName};
use crate::policy::{EntryRules, Policy, PolicyBuilder, Privilege, Reach, Requirement, Role, RolePrivilege, Suite};
use crate::time::{Instant, Window};
use alloc::string::String;
use alloc::vec::Vec;

/// The privileges, in byte order.
const EDIT: PrivilegeIndex = PrivilegeIndex(0);
const VIEW: PrivilegeIndex = PrivilegeIndex(1);

/// Viewers may view, editors may view and edit, guests may nothing.
fn policy() -> Policy {
    let role = |name: &str, gives: &[PrivilegeIndex]| {
        let gives = gives.iter().map(|&privilege| RolePrivilege { reach: Reach::Own, privilege, condition: None });
        Role { name: String::from(name), privileges: gives.collect(), ..Role::default() }
    };
    PolicyBuilder {
        suites: Vec::from([Suite { name: String::from("apps"), entitlement: None }]),
        privileges: ["apps:run:edit", "apps:run:view"]
            .map(|name| Privilege { name: String::from(name), summary: String::new() })
            .into(),
        roles: Vec::from([role("Viewer", &[VIEW]), role("Editor", &[EDIT, VIEW]), role("Guest", &[])]),
        entry: EntryRules {
            vendor_gates: Vec::from([Gate::AccessMode]),
            full_access_suites: Vec::from([String::from("apps")]),
            ..EntryRules::default()
        },
        ..PolicyBuilder::default()
    }
    .build()
    .expect("the policy of the cases keeps the rules")
}

fn facts(kind: PrincipalKind, role_grants: Vec<RoleGrant<'static>>) -> Facts<'static> {
    Facts {
        organisation: OrganisationId("acme"),
        entitlements: Vec::new(),
        principal: Principal {
            kind,
            login: Login::User,
            id: EntityId("ada"),
            email: "",
            identity: "",
            home: OrganisationId(""),
            partner: PartnerStanding::default(),
        },
        relationship: None,
        external_access: Some(ExternalAccess { mode: AccessMode::Period(window(50, 60)), role_management: true }),
        listed_users: Vec::new(),
        groups: Vec::from([EntityId("crew")]),
        role_grants,
        custom_roles: Vec::new(),
        disabled_roles: Vec::new(),
        access_grants: Vec::new(),
        attributes: Vec::new(),
    }
}

fn grant(role: &'static str) -> RoleGrant<'static> {
    let organisation = OrganisationId("acme");
    RoleGrant { role: RoleName(role), organisation, group: None, on_resource: None, window: None }
}

fn window(start: i64, end: i64) -> Window {
    Window::new(Instant(start), Instant(end)).expect("the windows of the cases run forward")
}

fn within(role: &'static str, start: i64, end: i64) -> RoleGrant<'static> {
    RoleGrant { window: Some(window(start, end)), ..grant(role) }
}

/// How many roles are asked for what is wanted at the instant, and the instants at which the answer may change.
fn look(facts: &Facts<'_>, wanted: &Requirement, at: i64) -> (usize, Vec<i64>) {
    let policy = policy();
    assert_eq!(facts.validate(&policy), Ok(()));
    let judge = Judge::new(&policy, facts);
    let (mut candidates, mut boundaries) = (Vec::new(), Vec::new());
    let asked = judge.ask(Wanted::of(wanted), None, &mut candidates);
    let outcome = judge.outcome(&asked, &candidates, Instant(at));
    judge.push_boundaries(&asked, &candidates, &outcome, &mut boundaries);
    (candidates.len(), boundaries.iter().map(|instant| instant.0).collect())
}

#[test]
fn a_role_is_asked_once_for_each_way_of_holding_it() {
    let viewer_and_editor = || Vec::from([grant("Viewer"), grant("Editor")]);
    let by_crew = RoleGrant { group: Some(EntityId("crew")), ..grant("Editor") };
    let on_lathe = RoleGrant { on_resource: Some(EntityId("lathe")), ..grant("Editor") };
    for (role_grants, wanted, expected) in [
        (Vec::new(), &[EDIT, VIEW][..], 0),
        (viewer_and_editor(), &[EDIT], 1),
        (viewer_and_editor(), &[VIEW], 2),
        // The editor's first privilege is answer enough.
        (viewer_and_editor(), &[EDIT, VIEW], 2),
        (Vec::from([grant("Editor"), within("Editor", 10, 20), within("Editor", 30, 40)]), &[EDIT], 1),
        (Vec::from([grant("Editor"), by_crew, on_lathe]), &[EDIT], 3),
    ] {
        let facts = facts(PrincipalKind::Member, role_grants);
        let (asked, _) = look(&facts, &Requirement::AnyOf(wanted.to_vec()), 0);
        assert_eq!(asked, expected, "{:?} for {wanted:?}", facts.role_grants);
    }
}

#[test]
fn only_instants_that_may_change_the_answer_are_tried() {
    use PrincipalKind::{Member, VendorEmployee};
    let (edit, view) = (Requirement::AnyOf(Vec::from([EDIT])), Requirement::AnyOf(Vec::from([VIEW])));
    for (name, kind, wanted, at, expected) in [
        ("the role that gives it", Member, &view, 15, &[10, 20][..]),
        ("the role that would give it", Member, &view, 25, &[10, 20]),
        ("every role: with any of them the reason is another", Member, &edit, 25, &[10, 20, 30, 40]),
        ("any role", Member, &Requirement::AnyRole, 25, &[10, 20, 30, 40]),
        ("while access is off, when it is on", VendorEmployee, &view, 15, &[50, 60]),
        ("while access is on, the role too", VendorEmployee, &view, 55, &[50, 60, 10, 20]),
        ("where no role is asked, access alone", VendorEmployee, &Requirement::Entry, 55, &[50, 60]),
    ] {
        let facts = facts(kind, Vec::from([within("Viewer", 10, 20), within("Guest", 30, 40)]));
        let (_, boundaries) = look(&facts, wanted, at);
        assert_eq!(boundaries, expected, "{name}");
    }
}
