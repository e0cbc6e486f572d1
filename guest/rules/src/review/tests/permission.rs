//! Who may make a change.

use super::fixture::grant;
use super::{check, person};
use crate::change::{
    AccessRequest, Arrival, Change, ChangeFacts, KeptRequest, NewPerson, RoleAssignment, RoleHolder, RunGrant,
};
use crate::facts::{
    AccessGrant, AccessMode, Attribute, AttributeSubject, AttributeValue, ExternalAccess, Facts, Login,
    PartnerStanding, Principal, PrincipalKind, RequestStatus, RoleGrant,
};
use crate::identifiers::{EntityId, OrganisationId, RoleName};
use crate::time::{Instant, Window};
use alloc::vec::Vec;

fn assign(role: &'static str) -> Change<'static> {
    let holder = RoleHolder::Person(EntityId("eve"));
    Change::AssignRole(RoleAssignment { holder, role: RoleName(role), on_resource: None })
}

fn end() -> Change<'static> {
    Change::EndRelationship(OrganisationId("acme"))
}

#[test]
fn the_policy_says_who_may_make_a_change() {
    let arrive = |arrival| Change::AddPerson(NewPerson { email: "eve@acme.example", arrival, roles: Vec::new() });
    check(&[
        (
            "nobody may: the other reasons show all the same",
            |_, _| {},
            arrive(Arrival::AccountRequest),
            "refused UnsupportedChange ArrivalDisabled",
        ),
        (
            "nothing is asked for",
            |facts, it| {
                facts.role_grants.clear();
                it.sso_arrivals = true;
            },
            arrive(Arrival::Sso),
            "accepted NoDefaultRole",
        ),
        (
            "no role",
            |facts, _| facts.role_grants.clear(),
            end(),
            "refused NotPermitted NoRelationship (NoRoleAssigned)",
        ),
        (
            "another role",
            |facts, _| facts.role_grants = Vec::from([grant("HR")]),
            end(),
            "refused NotPermitted NoRelationship (NoPrivilege)",
        ),
        (
            "nobody",
            |facts, _| facts.principal.kind = PrincipalKind::Unidentified,
            end(),
            "refused NotPermitted NoRelationship (NotIdentified)",
        ),
        ("facts break the contract", |facts, _| facts.principal.id = EntityId(""), end(), "refused Malformed"),
    ]);
}

/// A person of a partner who holds the role `Boss`.
fn from_outside(facts: &mut Facts<'static>, it: &mut ChangeFacts<'static>, mode: AccessMode) {
    facts.principal.kind = PrincipalKind::PartnerUser;
    facts.principal.partner = PartnerStanding { authorised: true, ..PartnerStanding::default() };
    facts.external_access = Some(ExternalAccess { mode, role_management: true });
    facts.role_grants = Vec::from([grant("Boss")]);
    it.person = Some(person());
}

fn hr(facts: &mut Facts<'static>, it: &mut ChangeFacts<'static>) {
    facts.role_grants = Vec::from([grant("HR")]);
    it.person = Some(person());
}

#[test]
fn the_matrix_takes_the_place_of_a_privilege() {
    check(&[
        ("a privilege is not enough", |_, it| it.person = Some(person()), assign("Guarded"), "refused NotAnAssigner"),
        (
            "an assigner without the privilege",
            |facts, it| {
                facts.role_grants = Vec::from([grant("Boss")]);
                it.person = Some(person());
            },
            assign("Guarded"),
            "accepted",
        ),
        (
            "nobody at all",
            |facts, it| {
                facts.role_grants.push(grant("Boss"));
                it.person = Some(person());
            },
            assign("Sealed"),
            "refused NotAnAssigner",
        ),
        (
            "not identified",
            |facts, it| {
                facts.principal.kind = PrincipalKind::Unidentified;
                it.person = Some(person());
            },
            assign("Guarded"),
            "refused NotPermitted (NotIdentified)",
        ),
        (
            "past the gates of entry",
            |facts, it| {
                facts.principal.kind = PrincipalKind::PartnerUser;
                facts.role_grants = Vec::from([grant("Boss")]);
                it.person = Some(person());
            },
            assign("Guarded"),
            "refused NotPermitted (NotAuthorised)",
        ),
    ]);
}

#[test]
fn an_assigner_must_be_let_in_and_hold_the_role_now() {
    check(&[
        (
            "a person from outside is named",
            |facts, it| from_outside(facts, it, AccessMode::Continuous),
            assign("Guarded"),
            "accepted owes-name",
        ),
        (
            "while people from outside have access",
            |facts, it| from_outside(facts, it, AccessMode::Disabled),
            assign("Guarded"),
            "refused NotPermitted (AccessDisabled)",
        ),
        ("whose role gives nothing", |facts, it| hr(facts, it), assign("Hired"), "accepted"),
        (
            "nor does it to a person from outside",
            |facts, it| {
                from_outside(facts, it, AccessMode::Continuous);
                facts.role_grants = Vec::from([grant("HR")]);
            },
            assign("Hired"),
            "refused NotAnAssigner",
        ),
        (
            "an assigner whose role is switched off",
            |facts, it| {
                facts.role_grants = Vec::from([grant("Boss")]);
                facts.disabled_roles.push(RoleName("Boss"));
                it.person = Some(person());
            },
            assign("Guarded"),
            "refused NotAnAssigner",
        ),
        (
            "an assigner whose role has ended",
            |facts, it| {
                let window = Window::new(Instant(0), Instant(1_000));
                facts.role_grants = Vec::from([RoleGrant { window, ..grant("Boss") }]);
                it.person = Some(person());
            },
            assign("Guarded"),
            "refused NotAnAssigner",
        ),
        (
            "an assigner whose role ends later",
            |facts, it| {
                let window = Window::new(Instant(0), Instant(1_001));
                facts.role_grants = Vec::from([RoleGrant { window, ..grant("Boss") }]);
                it.person = Some(person());
            },
            assign("Guarded"),
            "accepted",
        ),
    ]);
}

/// A person of another organisation who holds the role `Boss` there, and what became of a request for access to Berlin.
fn from_abroad(facts: &mut Facts<'static>, it: &mut ChangeFacts<'static>, status: RequestStatus, end: i64) {
    facts.principal = Principal { kind: PrincipalKind::ThirdParty, home: OrganisationId("zenith"), ..facts.principal };
    facts.role_grants = Vec::from([RoleGrant { organisation: OrganisationId("zenith"), ..grant("Boss") }]);
    let on_resource = Some(EntityId("berlin"));
    let window = Window::new(Instant(0), Instant(end));
    facts.access_grants.extend(window.map(|window| AccessGrant { status, on_resource, window }));
    it.person = Some(person());
}

#[test]
fn some_assign_only_while_access_is_granted() {
    use RequestStatus::{Granted, Pending};
    let on = |role, resource| {
        let (holder, on_resource) = (RoleHolder::Person(EntityId("eve")), Some(EntityId(resource)));
        Change::AssignRole(RoleAssignment { holder, role: RoleName(role), on_resource })
    };
    check(&[
        ("granted", |facts, it| from_abroad(facts, it, Granted, 1_001), assign("Lent"), "accepted owes-name"),
        ("over", |facts, it| from_abroad(facts, it, Granted, 1_000), assign("Lent"), "refused NotAnAssigner"),
        ("pending", |facts, it| from_abroad(facts, it, Pending, 1_001), assign("Lent"), "refused NotAnAssigner"),
        ("there", |facts, it| from_abroad(facts, it, Granted, 1_001), on("Lent", "berlin"), "refused WrongHolder"),
        (
            "elsewhere",
            |facts, it| from_abroad(facts, it, Granted, 1_001),
            on("Lent", "paris"),
            "refused NotAnAssigner WrongHolder",
        ),
        (
            "a role that gives nothing abroad assigns nothing without a grant",
            |facts, it| from_abroad(facts, it, Granted, 1_001),
            assign("Guarded"),
            "refused NotAnAssigner",
        ),
        (
            "one that gives something abroad does",
            |facts, it| {
                from_abroad(facts, it, Pending, 1_001);
                facts.principal.login = Login::Account;
                facts.role_grants =
                    Vec::from([RoleGrant { organisation: OrganisationId("zenith"), ..grant("Support") }]);
                let (subject, value) = (AttributeSubject::Principal, AttributeValue::Boolean(true));
                facts.attributes.push(Attribute { subject, name: "named", value });
            },
            assign("Helped"),
            "accepted owes-name",
        ),
        (
            "a member needs a grant as well",
            |facts, it| {
                facts.role_grants.push(grant("Boss"));
                it.person = Some(person());
            },
            assign("Lent"),
            "refused NotAnAssigner",
        ),
    ]);
}

/// A request that somebody else has made for Berlin.
fn for_berlin() -> Option<KeptRequest<'static>> {
    let sam = EntityId("sam");
    Window::new(Instant(0), Instant(2_000)).map(|window| KeptRequest {
        status: RequestStatus::Pending,
        account: OrganisationId("acme"),
        company: EntityId("berlin"),
        requested_by: sam,
        created_by: sam,
        window,
    })
}

#[test]
fn a_change_asks_for_permission_where_it_is_made() {
    let berlin_only = |facts: &mut Facts<'static>, it: &mut ChangeFacts<'static>| {
        facts.role_grants = Vec::from([RoleGrant { on_resource: Some(EntityId("berlin")), ..grant("Admin") }]);
        it.person = Some(person());
        it.company_in_account = true;
        it.request = for_berlin();
    };
    let elsewhere = |facts: &mut Facts<'static>, it: &mut ChangeFacts<'static>| {
        facts.role_grants = Vec::from([RoleGrant { on_resource: Some(EntityId("paris")), ..grant("Admin") }]);
        it.request = for_berlin();
    };
    let on_berlin = Change::AssignRole(RoleAssignment {
        holder: RoleHolder::Person(EntityId("eve")),
        role: RoleName("Owner"),
        on_resource: Some(EntityId("berlin")),
    });
    let run = |run| Change::GrantRun(RunGrant { run: EntityId(run), role: RoleName("Runner") });
    let submit = |company| {
        Change::SubmitRequest(AccessRequest {
            account: Some(OrganisationId("acme")),
            company: Some(EntityId(company)),
            requested_by: Some(EntityId("ada")),
            valid_from: Some(Instant(0)),
            valid_to: Some(Instant(2_000)),
        })
    };
    check(&[
        ("assign there", berlin_only, on_berlin, "accepted"),
        ("assign everywhere", berlin_only, assign("HR"), "refused NotPermitted (NoPrivilege)"),
        ("the run", berlin_only, run("berlin"), "accepted"),
        ("another run", berlin_only, run("paris"), "refused NotPermitted (NoPrivilege)"),
        ("the company", berlin_only, submit("berlin"), "accepted"),
        ("another company", berlin_only, submit("paris"), "refused NotPermitted (NoPrivilege)"),
        ("the request's company", berlin_only, Change::RejectRequest(EntityId("17")), "accepted"),
        (
            "another company's request",
            elsewhere,
            Change::RejectRequest(EntityId("17")),
            "refused NotPermitted (NoPrivilege)",
        ),
    ]);
}
