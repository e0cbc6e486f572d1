//! Custom roles, switches, assignments and runs.

use super::fixture::policy;
use super::{Case, check, check_with, person};
use crate::change::{
    Arrival, Change, ChangePerson, CustomRoleEdit, NewPerson, RoleAssignment, RoleHolder, RoleSwitch, RunGrant,
};
use crate::facts::{
    AccessMode, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, ExternalAccess, Facts, Login,
    PrivilegeNames, RoleKind,
};
use crate::identifiers::{EntityId, RoleName};
use crate::policy::AssignmentRules;
use alloc::vec::Vec;

const PERSON: RoleHolder<'_> = RoleHolder::Person(EntityId("eve"));
const GROUP: RoleHolder<'_> = RoleHolder::Group(EntityId("crew"));
const ACCOUNT: RoleHolder<'_> = RoleHolder::Account(EntityId("login"));
const EXTERNAL: RoleHolder<'_> = RoleHolder::ExternalPerson(EntityId("dana"));

fn own_role(facts: &mut Facts<'static>) {
    let (name, kind, level) = (RoleName("Own"), RoleKind::User, AppLevel::None);
    facts.custom_roles.push(CustomRole { name, kind, level, privileges: PrivilegeNames("s:change:make") });
}

fn custom(name: &'static str, privileges: &[&'static str]) -> CustomRoleEdit<'static> {
    let (name, kind, level) = (RoleName(name), RoleKind::User, AppLevel::None);
    CustomRoleEdit { name, kind, level, privileges: privileges.into() }
}

fn assign(holder: RoleHolder<'static>, role: &'static str) -> Change<'static> {
    Change::AssignRole(RoleAssignment { holder, role: RoleName(role), on_resource: None })
}

fn assign_on(holder: RoleHolder<'static>, role: &'static str) -> Change<'static> {
    Change::AssignRole(RoleAssignment { holder, role: RoleName(role), on_resource: Some(EntityId("app")) })
}

fn unassign(holder: RoleHolder<'static>, role: &'static str) -> Change<'static> {
    Change::UnassignRole(RoleAssignment { holder, role: RoleName(role), on_resource: None })
}

fn named(value: bool) -> Attribute<'static> {
    let value = AttributeValue::Boolean(value);
    Attribute { subject: AttributeSubject::Person, name: "named", value }
}

fn managed_roles(role_management: bool) -> Option<ExternalAccess> {
    Some(ExternalAccess { mode: AccessMode::Continuous, role_management })
}

#[test]
fn custom_roles_have_names_of_their_own_and_well_formed_privileges() {
    let create = |name, privileges: &[&'static str]| Change::CreateCustomRole(custom(name, privileges));
    let edit = |name, privileges: &[&'static str]| Change::EditCustomRole(custom(name, privileges));
    let delete = |name| Change::DeleteCustomRole(RoleName(name));
    let level = CustomRoleEdit { level: AppLevel::View, ..custom("New", &[]) };
    let app = CustomRoleEdit { kind: RoleKind::App, ..level.clone() };
    check(&[
        ("new", |_, _| {}, create("New", &["s:change:make"]), "accepted"),
        ("empty", |_, _| {}, create("New", &[]), "accepted"),
        ("without a name", |_, _| {}, create("", &[]), "refused Malformed"),
        ("taken by the policy", |_, _| {}, create("HR", &[]), "refused ReservedName"),
        ("taken", |facts, _| own_role(facts), create("Own", &[]), "refused AlreadyExists"),
        ("undeclared", |_, _| {}, create("New", &["x:y:z", "x:y:y"]), "accepted UndeclaredPrivilege"),
        ("not a privilege", |_, _| {}, create("New", &["x:y:*", ""]), "refused MalformedPrivilege"),
        ("a level for a user role", |_, _| {}, Change::CreateCustomRole(level.clone()), "refused Malformed"),
        ("a level for an app role", |_, _| {}, Change::CreateCustomRole(app), "accepted"),
        ("edit", |facts, _| own_role(facts), edit("Own", &["x:y:z"]), "accepted UndeclaredPrivilege"),
        ("edit one that is not there", |_, _| {}, edit("New", &["x"]), "refused NotFound MalformedPrivilege"),
        ("edit one of the policy", |_, _| {}, edit("HR", &[]), "refused ReservedName"),
        ("edit a level in", |_, _| {}, Change::EditCustomRole(level), "refused Malformed NotFound"),
        ("delete", |facts, _| own_role(facts), delete("Own"), "accepted"),
        ("delete one that is not there", |_, _| {}, delete("Own"), "refused NotFound"),
        ("delete one of the policy", |_, _| {}, delete("HR"), "refused ReservedName"),
    ]);
}

#[test]
fn only_switchable_roles_are_switched() {
    let switch = |role, enabled| Change::SwitchRole(RoleSwitch { role: RoleName(role), enabled });
    check(&[
        ("off", |_, _| {}, switch("HR", false), "accepted"),
        ("on", |_, _| {}, switch("HR", true), "accepted NoChange"),
        ("off again", |facts, _| facts.disabled_roles.push(RoleName("HR")), switch("HR", false), "accepted NoChange"),
        ("on again", |facts, _| facts.disabled_roles.push(RoleName("HR")), switch("HR", true), "accepted"),
        ("not this one", |_, _| {}, switch("Admin", false), "refused RoleNotSwitchable"),
        ("nor on, when it is", |_, _| {}, switch("Admin", true), "refused RoleNotSwitchable"),
        (
            "also this one, which an earlier policy let be switched off",
            |facts, _| facts.disabled_roles.push(RoleName("Operator")),
            switch("Operator", true),
            "accepted",
        ),
        ("not a custom one", |facts, _| own_role(facts), switch("Own", false), "refused RoleNotSwitchable"),
        ("none of that name", |_, _| {}, switch("Own", false), "refused UnknownRole"),
    ]);
}

#[test]
fn roles_fit_their_holders() {
    let known: fn(&mut Facts<'static>, &mut _) = |_, it: &mut crate::ChangeFacts<'static>| {
        it.person = Some(person());
        it.instance = managed_roles(true);
    };
    let login: fn(&mut Facts<'static>, &mut _) = |_, it: &mut crate::ChangeFacts<'static>| {
        it.person = Some(ChangePerson { login: Login::Account, ..person() });
    };
    let cases: &[Case] = &[
        ("user role, person", known, assign(PERSON, "HR"), "accepted"),
        ("user role, account login as a person", login, assign(PERSON, "HR"), "refused WrongHolder"),
        ("user role, group", known, assign(GROUP, "HR"), "accepted"),
        ("user role, external person", known, assign(EXTERNAL, "HR"), "accepted"),
        ("user role, account", login, assign(ACCOUNT, "HR"), "refused WrongHolder"),
        ("user role, on a resource", known, assign_on(PERSON, "HR"), "refused WrongHolder"),
        ("account role, account", login, assign(ACCOUNT, "Login"), "accepted"),
        ("account role, person", known, assign(PERSON, "Login"), "refused WrongHolder"),
        ("account role, group", known, assign(GROUP, "Login"), "refused WrongHolder"),
        ("account role, on a resource", login, assign_on(ACCOUNT, "Login"), "refused WrongHolder"),
        ("app role, person", known, assign_on(PERSON, "Owner"), "accepted"),
        ("app role, account login as a person", login, assign_on(PERSON, "Owner"), "refused WrongHolder"),
        ("app role, group", known, assign_on(GROUP, "Owner"), "accepted"),
        ("app role, external person", known, assign_on(EXTERNAL, "Owner"), "accepted"),
        ("app role, account", login, assign_on(ACCOUNT, "Owner"), "refused WrongHolder"),
        ("app role, everywhere", known, assign(PERSON, "Owner"), "refused WrongHolder"),
        ("nobody of that name", |_, _| {}, assign(PERSON, "HR"), "refused NotFound"),
    ];
    check(cases);
}

#[test]
fn some_roles_are_not_assigned() {
    let (role, on_resource) = (RoleName("Owner"), Some(EntityId("")));
    let on_nothing = Change::AssignRole(RoleAssignment { holder: PERSON, role, on_resource });
    check(&[
        ("unknown", |_, _| {}, assign(PERSON, "Own"), "refused NotFound UnknownRole"),
        (
            "custom",
            |facts, it| {
                own_role(facts);
                it.person = Some(person());
            },
            assign(PERSON, "Own"),
            "accepted",
        ),
        ("automatic", |_, it| it.person = Some(person()), assign(PERSON, "Customer"), "refused RoleAutomatic"),
        (
            "switched off",
            |facts, it| {
                facts.disabled_roles.push(RoleName("HR"));
                it.person = Some(person());
            },
            assign(PERSON, "HR"),
            "refused RoleDisabled",
        ),
        ("deprecated", |_, it| it.person = Some(person()), assign(PERSON, "Operator"), "accepted DeprecatedRole"),
        ("without a name", |_, _| {}, assign(PERSON, ""), "refused Malformed"),
        ("on nothing", |_, _| {}, on_nothing, "refused Malformed"),
        ("to nobody", |_, _| {}, assign(RoleHolder::Group(EntityId("")), "HR"), "refused Malformed"),
        (
            "held already",
            |_, it| it.person = Some(ChangePerson { holds_role: true, ..person() }),
            assign(PERSON, "HR"),
            "accepted NoChange",
        ),
    ]);
}

#[test]
fn holders_are_what_the_role_asks() {
    let missing = |_: &mut Facts<'static>, it: &mut crate::ChangeFacts<'static>| it.person = Some(person());
    check(&[
        ("not known", missing, assign(PERSON, "Named"), "refused AttributeMissing"),
        (
            "not named",
            |facts, it| {
                facts.attributes.push(named(false));
                it.person = Some(person());
            },
            assign(PERSON, "Named"),
            "refused HolderNotEligible",
        ),
        (
            "named",
            |facts, it| {
                facts.attributes.push(named(true));
                it.person = Some(person());
            },
            assign(PERSON, "Named"),
            "accepted",
        ),
        (
            "a group is nobody by name",
            |facts, it| {
                facts.attributes.push(named(true));
                it.person = Some(person());
            },
            assign(GROUP, "Named"),
            "refused HolderNotEligible",
        ),
        ("nobody to ask about", |_, _| {}, assign(PERSON, "Named"), "refused NotFound"),
    ]);
}

#[test]
fn external_people_hold_roles_within_limits() {
    check(&[
        ("no instance", |_, it| it.person = Some(person()), assign(EXTERNAL, "HR"), "refused NotFound"),
        (
            "managed, and no room",
            |_, it| {
                it.person = Some(person());
                it.instance = managed_roles(true);
                it.customer_managed = true;
                it.role_assignments = 3;
            },
            assign(EXTERNAL, "HR"),
            "refused ManagedCustomer LimitExceeded",
        ),
        (
            "the last place",
            |_, it| {
                it.person = Some(person());
                it.instance = managed_roles(false);
                it.role_assignments = 2;
            },
            assign(EXTERNAL, "HR"),
            "accepted RoleManagementOff",
        ),
        (
            "no room is needed",
            |_, it| {
                it.person = Some(ChangePerson { holds_role: true, ..person() });
                it.instance = managed_roles(true);
                it.role_assignments = 3;
            },
            assign(EXTERNAL, "HR"),
            "accepted NoChange",
        ),
    ]);
}

#[test]
fn what_is_held_can_be_taken_away() {
    let held = |_: &mut Facts<'static>, it: &mut crate::ChangeFacts<'static>| {
        it.person = Some(ChangePerson { holds_role: true, ..person() });
    };
    check(&[
        ("held", held, unassign(PERSON, "HR"), "accepted"),
        ("held, of a name that is gone", held, unassign(PERSON, "Gone"), "accepted"),
        ("not held", |_, it| it.person = Some(person()), unassign(PERSON, "HR"), "refused NotFound"),
        ("automatic", |_, _| {}, unassign(PERSON, "Customer"), "refused NotFound RoleAutomatic"),
        ("by its assigner only", held, unassign(PERSON, "Guarded"), "refused NotAnAssigner"),
        (
            "managed",
            |_, it| {
                it.person = Some(ChangePerson { holds_role: true, ..person() });
                it.customer_managed = true;
            },
            unassign(EXTERNAL, "HR"),
            "refused ManagedCustomer",
        ),
        (
            "managed, from a user of one's own",
            |_, it| {
                it.person = Some(ChangePerson { holds_role: true, ..person() });
                it.customer_managed = true;
            },
            unassign(PERSON, "HR"),
            "accepted",
        ),
    ]);
}

#[test]
fn runs_are_opened_to_some_roles() {
    let run = |role, run| RunGrant { run: EntityId(run), role: RoleName(role) };
    check(&[
        ("open", |_, _| {}, Change::GrantRun(run("Runner", "7")), "accepted"),
        ("close", |_, _| {}, Change::WithdrawRun(run("Runner", "7")), "accepted"),
        ("not to this one", |_, _| {}, Change::GrantRun(run("HR", "7")), "refused RoleNotRunScoped"),
        (
            "nor to a custom one",
            |facts, _| own_role(facts),
            Change::WithdrawRun(run("Own", "7")),
            "refused RoleNotRunScoped",
        ),
        ("nor to none", |_, _| {}, Change::GrantRun(run("Own", "7")), "refused UnknownRole"),
        ("which run", |_, _| {}, Change::GrantRun(run("Runner", "")), "refused Malformed"),
    ]);
}

#[test]
fn a_policy_may_refuse_new_holders_of_deprecated_roles() {
    let policy = policy(AssignmentRules { refuse_deprecated: true });
    let roles = Vec::from([RoleName("Operator")]);
    let add = NewPerson { email: "eve@acme.example", arrival: Arrival::Manual, roles };
    let assign = assign(PERSON, "Operator");
    let held = |_: &mut Facts<'static>, it: &mut crate::ChangeFacts<'static>| {
        it.person = Some(ChangePerson { holds_role: true, ..person() });
    };
    let default = Change::SetDefaultRole(Some(RoleName("Operator")));
    check_with(
        &policy,
        &[
            ("assign", |_, it| it.person = Some(person()), assign, "refused RoleDeprecated"),
            ("add", |_, _| {}, Change::AddPerson(add), "refused RoleDeprecated"),
            ("default", |_, _| {}, default, "refused RoleDeprecated"),
            ("take away", held, unassign(PERSON, "Operator"), "accepted"),
        ],
    );
}
