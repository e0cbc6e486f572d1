//! The policy and the facts of the cases.

use crate::change::ChangeKind;
use crate::facts::{AppLevel, Facts, Login, PartnerStanding, Principal, PrincipalKind, RoleGrant, RoleKind};
use crate::gate::Gate;
use crate::identifiers::{EntityId, OrganisationId, PrivilegeIndex, RoleIndex, RoleName};
use crate::policy::{
    Assigner, AssignmentRules, AttributeDeclaration, AttributeEntity, AttributeIndex, AttributeType, Automatic,
    ChangeRule, Condition, ConditionIndex, ConditionNode, EntryRules, Limit, Operand, Policy, PolicyBuilder, Privilege,
    Reach, Requirement, Role, RolePrivilege, SamePersonRule, Suite,
};
use alloc::string::String;
use alloc::vec::Vec;

/// The privileges, in byte order.
const ASK: PrivilegeIndex = PrivilegeIndex(0);
const MAKE: PrivilegeIndex = PrivilegeIndex(1);

pub(super) fn grant(role: &'static str) -> RoleGrant<'static> {
    let organisation = OrganisationId("acme");
    RoleGrant { role: RoleName(role), organisation, group: None, on_resource: None, window: None }
}

pub(super) fn facts() -> Facts<'static> {
    Facts {
        organisation: OrganisationId("acme"),
        entitlements: Vec::new(),
        principal: Principal {
            kind: PrincipalKind::Member,
            login: Login::User,
            id: EntityId("ada"),
            email: "ada@acme.example",
            identity: "",
            home: OrganisationId(""),
            partner: PartnerStanding::default(),
        },
        relationship: None,
        external_access: None,
        listed_users: Vec::new(),
        groups: Vec::new(),
        role_grants: Vec::from([grant("Admin")]),
        custom_roles: Vec::new(),
        disabled_roles: Vec::new(),
        access_grants: Vec::new(),
        attributes: Vec::new(),
    }
}

pub(super) fn policy(assignment: AssignmentRules) -> Policy {
    let names = ["s:access:ask", "s:change:make"];
    PolicyBuilder {
        suites: Vec::from([Suite { name: String::from("s"), entitlement: None }]),
        privileges: names.map(|name| Privilege { name: String::from(name), summary: String::new() }).into(),
        roles: roles(),
        entry: EntryRules {
            partner_gates: Vec::from([Gate::Authorisation, Gate::AccessMode]),
            vendor_gates: Vec::new(),
            full_access_suites: Vec::from([String::from("s")]),
            same_person: SamePersonRule { by_email: true, by_identity: false },
        },
        limits: Vec::from([
            limit("external-access-instances", Some(2)),
            limit("external-access-role-assignments", Some(3)),
            limit("access-grant-hours", Some(24)),
        ]),
        attributes: Vec::from([AttributeDeclaration {
            entity: AttributeEntity::Principal,
            name: String::from("named"),
            holds: AttributeType::Boolean,
        }]),
        conditions: Vec::from([Condition {
            source: String::from("principal.named"),
            nodes: Vec::from([ConditionNode::Value(Operand::Attribute(AttributeIndex(0)))]),
        }]),
        changes: ChangeKind::ALL.iter().filter_map(|&kind| rule(kind)).collect(),
        assignment,
        ..PolicyBuilder::default()
    }
    .build()
    .expect("the policy of the cases keeps the rules")
}

fn roles() -> Vec<Role> {
    let gives = |privilege, reach| RolePrivilege { reach, privilege, condition: None };
    let named = Some(ConditionIndex(0));
    Vec::from([
        Role { privileges: Vec::from([gives(ASK, Reach::Own), gives(MAKE, Reach::Own)]), ..role("Admin") },
        Role { switchable: true, ..role("HR") },
        Role { deprecated: true, ..role("Operator") },
        Role { automatic: Some(Automatic::AccountLogin), ..role("Customer") },
        Role { kind: RoleKind::App, level: AppLevel::Full, ..role("Owner") },
        Role { kind: RoleKind::Account, ..role("Login") },
        Role { holder_condition: named, ..role("Named") },
        Role { privileges: Vec::from([gives(ASK, Reach::Own)]), ..role("Boss") },
        Role { assigned_by: Some(Vec::from([Assigner { role: RoleIndex(7), needs_grant: false }])), ..role("Guarded") },
        Role { run_scoped: true, ..role("Runner") },
        Role {
            kind: RoleKind::Account,
            holder_condition: named,
            privileges: Vec::from([gives(ASK, Reach::ThirdParty)]),
            ..role("Support")
        },
        Role { privileges: Vec::from([gives(ASK, Reach::WithGrant)]), ..role("Abroad") },
        Role {
            privileges: Vec::from([RolePrivilege { condition: named, ..gives(ASK, Reach::Own) }]),
            ..role("Perhaps")
        },
        Role { assigned_by: Some(Vec::new()), ..role("Sealed") },
        Role { assigned_by: Some(Vec::from([Assigner { role: RoleIndex(7), needs_grant: true }])), ..role("Lent") },
        Role { assigned_by: Some(Vec::from([Assigner { role: RoleIndex(10), needs_grant: false }])), ..role("Helped") },
        Role { assigned_by: Some(Vec::from([Assigner { role: RoleIndex(1), needs_grant: false }])), ..role("Hired") },
    ])
}

fn role(name: &str) -> Role {
    Role { name: String::from(name), ..Role::default() }
}

fn limit(name: &str, maximum: Option<u32>) -> Limit {
    Limit { name: String::from(name), maximum }
}

/// Every change asks for a privilege but the arrivals, of which one is left out.
fn rule(kind: ChangeKind) -> Option<ChangeRule> {
    let requirement = match kind {
        ChangeKind::ArriveByAccountRequest => return None,
        ChangeKind::ArriveBySso => Requirement::Nothing,
        ChangeKind::SubmitRequest => Requirement::AnyOf(Vec::from([ASK])),
        _ => Requirement::AnyOf(Vec::from([MAKE])),
    };
    Some(ChangeRule { kind, requirement })
}
