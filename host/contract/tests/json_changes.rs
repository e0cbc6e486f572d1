//! Changes of every kind arrive whole.

use guestpass_contract::json::change_from_str;
use guestpass_contract::{
    AccessMode, AccessRequest, AppLevel, Arrival, Change, CustomRoleEdit, ExternalAccessEdit, ExternalAccessSettings,
    Grantee, NewPerson, PartnerUserEdit, RoleAssignment, RoleHolder, RoleKind, RoleSwitch, RunGrant, Window,
};

/// One of each kind, in the order of the contract.
const CHANGES: &str = include_str!("data/changes.ndjson");
const NOW: i64 = 1_795_341_600_000;
const YEAR_START: i64 = 1_767_225_600_000;
const JUNE: i64 = 1_780_272_000_000;

fn text(text: &str) -> String {
    text.to_owned()
}

fn access(grantee: Grantee, mode: AccessMode, role_management: bool) -> ExternalAccessEdit {
    ExternalAccessEdit { grantee, settings: ExternalAccessSettings { mode, role_management } }
}

fn assignment(holder: RoleHolder, on_resource: Option<&str>) -> RoleAssignment {
    RoleAssignment { holder, role: text("hr"), on_resource: on_resource.map(text) }
}

/// What `data/changes.ndjson` says, without roles.
fn of_external_access() -> Vec<Change> {
    let partner = || Grantee::Partner(text("globex"));
    let period = AccessMode::Period(Window { start: YEAR_START, end: JUNE });
    let edit = || PartnerUserEdit { customer: text("initech"), person: text("dana") };
    vec![
        Change::CreateExternalAccess(access(Grantee::Vendor, period, true)),
        Change::EditExternalAccess(access(partner(), AccessMode::Continuous, false)),
        Change::DeleteExternalAccess(partner()),
        Change::EstablishRelationship(text("initech")),
        Change::MakeCustomerManaged(text("initech")),
        Change::EndRelationship(text("initech")),
        Change::AuthoriseUser(edit()),
        Change::WithdrawUserAuthorisation(edit()),
    ]
}

/// What `data/changes.ndjson` says from the custom roles on.
fn of_roles_and_people() -> Vec<Change> {
    let role = |kind, level, privileges: &[&str]| {
        let privileges = privileges.iter().map(|name| text(name)).collect();
        CustomRoleEdit { name: text("auditor"), kind, level, privileges }
    };
    let run = || RunGrant { run: text("run-1"), role: text("hr") };
    vec![
        Change::CreateCustomRole(role(RoleKind::App, AppLevel::View, &["a:b:c", "no privilege"])),
        Change::EditCustomRole(role(RoleKind::User, AppLevel::None, &[])),
        Change::DeleteCustomRole(text("auditor")),
        Change::SwitchRole(RoleSwitch { role: text("hr"), enabled: true }),
        Change::AssignRole(assignment(RoleHolder::ExternalPerson(text("dana")), Some("app-1"))),
        Change::UnassignRole(assignment(RoleHolder::Group(text("g")), None)),
        Change::AddPerson(NewPerson {
            email: text("max@initech.example"),
            arrival: Arrival::AccountRequest,
            roles: vec![text("hr"), text("it")],
        }),
        Change::SetDefaultRole(Some(text("hr"))),
        Change::GrantRun(run()),
        Change::WithdrawRun(run()),
        Change::SubmitRequest(AccessRequest {
            account: Some(text("initech")),
            company: Some(text("c")),
            description: Some(String::new()),
            requested_by: Some(text("max")),
            valid_from: Some(YEAR_START),
            valid_to: Some(JUNE),
        }),
        Change::GrantRequest(text("r-1")),
        Change::RejectRequest(text("r-1")),
        Change::WithdrawRequest(text("r-1")),
        Change::RevokeGrant(text("r-1")),
    ]
}

#[test]
fn one_of_each_kind() {
    let expected = [of_external_access(), of_roles_and_people()].concat();
    assert_eq!(CHANGES.lines().count(), expected.len());
    for (line, expected) in CHANGES.lines().zip(expected) {
        let proposed = change_from_str(line).unwrap();
        assert_eq!((proposed.change, proposed.now_ms), (expected, NOW), "{line}");
    }
}

#[test]
fn other_forms() {
    let request = AccessRequest {
        account: None,
        company: None,
        description: None,
        requested_by: None,
        valid_from: None,
        valid_to: None,
    };
    let backward = AccessMode::Period(Window { start: JUNE, end: YEAR_START });
    let manual = NewPerson { email: text("m"), arrival: Arrival::Manual, roles: vec![] };
    let cases = [
        // What makes no sense is the policy's to refuse.
        (
            r#"{"edit-external-access":{"role_management":true,"mode":{"period":{"end":"2026-01-01T00:00:00Z","start":"2026-06-01T00:00:00Z"}},"grantee":"vendor"}}"#,
            Change::EditExternalAccess(access(Grantee::Vendor, backward, true)),
        ),
        (
            r#"{"create-external-access":{"grantee":"vendor","mode":"disabled","role_management":false}}"#,
            Change::CreateExternalAccess(access(Grantee::Vendor, AccessMode::Disabled, false)),
        ),
        (r#"{"delete-external-access":{"grantee":"vendor"}}"#, Change::DeleteExternalAccess(Grantee::Vendor)),
        (
            r#"{"assign-role":{"holder":{"person":"p"},"role":"hr","on_resource":null}}"#,
            Change::AssignRole(assignment(RoleHolder::Person(text("p")), None)),
        ),
        (
            r#"{"assign-role":{"holder":{"account":"a"},"role":"hr"}}"#,
            Change::AssignRole(assignment(RoleHolder::Account(text("a")), None)),
        ),
        (r#"{"add-person":{"email":"m","arrival":"manual"}}"#, Change::AddPerson(manual)),
        (r#"{"set-default-role":{}}"#, Change::SetDefaultRole(None)),
        (r#"{"set-default-role":{"role":null}}"#, Change::SetDefaultRole(None)),
        (r#"{"submit-request":{}}"#, Change::SubmitRequest(request)),
    ];
    for (change, expected) in cases {
        let text = format!(r#"{{"now":"2026-11-22T10:00:00Z","change":{change}}}"#);
        assert_eq!(change_from_str(&text).map(|proposed| proposed.change), Ok(expected), "{change}");
    }
}
