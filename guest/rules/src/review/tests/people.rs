//! New people and the default role.

use super::fixture::grant;
use super::{check, person};
use crate::change::{Arrival, Change, ChangeFacts, ChangePerson, NewPerson};
use crate::facts::{Attribute, AttributeSubject, AttributeValue, Facts, ListedUser};
use crate::identifiers::RoleName;
use alloc::vec::Vec;

fn add(arrival: Arrival, roles: &[&'static str]) -> Change<'static> {
    let roles = roles.iter().map(|&role| RoleName(role)).collect();
    Change::AddPerson(NewPerson { email: "eve@acme.example", arrival, roles })
}

#[test]
fn whoever_is_added_by_hand_is_given_roles() {
    let manual = |roles: &[&'static str]| add(Arrival::Manual, roles);
    let nameless = Change::AddPerson(NewPerson { email: "", arrival: Arrival::Manual, roles: Vec::new() });
    check(&[
        ("one", |_, _| {}, manual(&["HR"]), "accepted gets-HR"),
        ("two", |_, _| {}, manual(&["Operator", "HR"]), "accepted DeprecatedRole gets-Operator gets-HR"),
        ("none", |_, it| it.default_role = Some(RoleName("HR")), manual(&[]), "refused RoleRequired"),
        (
            "every reason once",
            |facts, _| facts.disabled_roles.push(RoleName("HR")),
            manual(&["HR", "Customer", "Own", "Owner", "Login", "Guarded", "Named"]),
            "refused NotAnAssigner UnknownRole RoleDisabled RoleAutomatic WrongHolder AttributeMissing",
        ),
        (
            "an assigner, and a person with a name",
            |facts, _| {
                facts.role_grants.push(grant("Boss"));
                let (subject, value) = (AttributeSubject::Person, AttributeValue::Boolean(true));
                facts.attributes.push(Attribute { subject, name: "named", value });
            },
            manual(&["Guarded", "Named"]),
            "accepted gets-Guarded gets-Named",
        ),
        ("a role without a name", |_, _| {}, manual(&["HR", ""]), "refused Malformed"),
        ("a person without an address", |_, _| {}, nameless, "refused Malformed"),
        (
            "somebody else on the other list",
            |_, it| {
                let listed = ListedUser { email: "dana@partner.example", identity: "" };
                it.person = Some(ChangePerson { email: "", counterparts: Vec::from([listed]), ..person() });
            },
            manual(&["HR"]),
            "accepted gets-HR",
        ),
        (
            "on the other list: by the known address",
            |_, it| {
                let listed = ListedUser { email: "dana@partner.example", identity: "" };
                it.person = Some(ChangePerson { counterparts: Vec::from([listed]), ..person() });
            },
            manual(&["HR"]),
            "accepted DualListed gets-HR",
        ),
        (
            "on the other list: by the address given",
            |_, it| {
                let listed = ListedUser { email: "EVE@acme.example", identity: "" };
                it.person = Some(ChangePerson { email: "", counterparts: Vec::from([listed]), ..person() });
            },
            manual(&["HR"]),
            "accepted DualListed gets-HR",
        ),
    ]);
}

#[test]
fn whoever_arrives_gets_the_default_role() {
    let open = |_: &mut Facts<'static>, it: &mut ChangeFacts<'static>| {
        it.sso_arrivals = true;
        it.default_role = Some(RoleName("HR"));
    };
    let sso = || add(Arrival::Sso, &[]);
    check(&[
        ("open", open, sso(), "accepted gets-HR"),
        ("closed", |_, it| it.account_requests = true, sso(), "refused ArrivalDisabled"),
        ("chooses", open, add(Arrival::Sso, &["Admin"]), "refused RoleNotChosen"),
        ("no default", |_, it| it.sso_arrivals = true, sso(), "accepted NoDefaultRole"),
        (
            "the default is gone",
            |_, it| {
                it.sso_arrivals = true;
                it.default_role = Some(RoleName("Gone"));
            },
            sso(),
            "accepted NoDefaultRole",
        ),
        (
            "the default is switched off",
            |facts, it| {
                it.sso_arrivals = true;
                it.default_role = Some(RoleName("HR"));
                facts.disabled_roles.push(RoleName("HR"));
            },
            sso(),
            "accepted NoDefaultRole",
        ),
        (
            "the default is automatic",
            |_, it| {
                it.sso_arrivals = true;
                it.default_role = Some(RoleName("Customer"));
            },
            sso(),
            "accepted NoDefaultRole",
        ),
        (
            "the default is not for users",
            |_, it| {
                it.sso_arrivals = true;
                it.default_role = Some(RoleName("Owner"));
            },
            sso(),
            "accepted NoDefaultRole",
        ),
    ]);
}

#[test]
fn the_default_role_is_one_that_users_can_hold() {
    let choose = |role: &'static str| Change::SetDefaultRole(Some(RoleName(role)));
    let none = || Change::SetDefaultRole(None);
    check(&[
        ("one", |_, _| {}, choose("HR"), "accepted"),
        ("the same", |_, it| it.default_role = Some(RoleName("HR")), choose("HR"), "accepted NoChange"),
        ("deprecated", |_, _| {}, choose("Operator"), "accepted DeprecatedRole"),
        ("unknown", |_, _| {}, choose("Gone"), "refused UnknownRole"),
        ("automatic", |_, _| {}, choose("Customer"), "refused RoleAutomatic"),
        ("for accounts", |_, _| {}, choose("Login"), "refused WrongHolder"),
        ("for apps", |_, _| {}, choose("Owner"), "refused WrongHolder"),
        ("off", |facts, _| facts.disabled_roles.push(RoleName("HR")), choose("HR"), "refused RoleDisabled"),
        ("of others to give", |_, _| {}, choose("Guarded"), "refused NotAnAssigner"),
        ("its own to give", |facts, _| facts.role_grants.push(grant("Boss")), choose("Guarded"), "accepted"),
        ("without a name", |_, _| {}, choose(""), "refused Malformed"),
        ("none", |_, it| it.default_role = Some(RoleName("HR")), none(), "accepted"),
        ("none still", |_, _| {}, none(), "accepted NoChange"),
        (
            "none, while people arrive",
            |_, it| {
                it.account_requests = true;
                it.default_role = Some(RoleName("HR"));
            },
            none(),
            "accepted NoDefaultRole",
        ),
    ]);
}
