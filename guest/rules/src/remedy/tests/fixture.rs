//! The policy and the facts of the cases.

use crate::facts::{AppLevel, Facts, Login, PartnerStanding, Principal, PrincipalKind, RoleGrant, RoleKind};
use crate::gate::Gate;
use crate::identifiers::{EntityId, OrganisationId, PrivilegeIndex, RoleName};
use crate::policy::{
    Api, AttributeDeclaration, AttributeEntity, AttributeIndex, AttributeType, Automatic, Condition, ConditionIndex,
    ConditionNode, EntryRules, Operand, Policy, PolicyBuilder, Privilege, Reach, Requirement, Role, RolePrivilege,
    SamePersonRule, Suite,
};
use crate::time::{Instant, Window};
use alloc::string::String;
use alloc::vec::Vec;

/// The privileges, in byte order; the suite `saas` has to be bought, and full access is to it.
const LIST: PrivilegeIndex = PrivilegeIndex(0);
const READ: PrivilegeIndex = PrivilegeIndex(1);
const EDIT: PrivilegeIndex = PrivilegeIndex(2);
const VIEW: PrivilegeIndex = PrivilegeIndex(3);

pub(super) fn policy() -> Policy {
    let suite = |name: &str, entitlement: Option<&str>| Suite {
        name: String::from(name),
        entitlement: entitlement.map(String::from),
    };
    let names = ["apps:list:view", "data:rows:read", "saas:app:edit", "saas:app:view"];
    PolicyBuilder {
        suites: Vec::from([suite("apps", None), suite("data", None), suite("saas", Some("SAAS"))]),
        privileges: names.map(|name| Privilege { name: String::from(name), summary: String::new() }).into(),
        roles: roles(),
        apis: Vec::from([
            api("entry", Requirement::Entry, None),
            api("any", Requirement::AnyRole, None),
            api("status", Requirement::AnyOf(Vec::from([VIEW])), Some(Vec::from([Gate::Relationship]))),
        ]),
        entry: EntryRules {
            partner_gates: Gate::OF_ENTRY.into(),
            vendor_gates: Vec::from([Gate::AccessMode]),
            full_access_suites: Vec::from([String::from("saas")]),
            same_person: SamePersonRule { by_email: true, by_identity: false },
        },
        attributes: Vec::from([AttributeDeclaration {
            entity: AttributeEntity::Principal,
            name: String::from("named"),
            holds: AttributeType::Boolean,
        }]),
        conditions: Vec::from([Condition {
            source: String::from("principal.named"),
            nodes: Vec::from([ConditionNode::Value(Operand::Attribute(AttributeIndex(0)))]),
        }]),
        ..PolicyBuilder::default()
    }
    .build()
    .expect("the policy of the cases keeps the rules")
}

fn roles() -> Vec<Role> {
    let gives = |privilege| RolePrivilege { reach: Reach::Own, privilege, condition: None };
    let named = Some(ConditionIndex(0));
    Vec::from([
        Role { privileges: Vec::from([gives(VIEW)]), switchable: true, ..role("Viewer") },
        Role { privileges: Vec::from([gives(EDIT), gives(VIEW)]), ..role("Editor") },
        Role {
            kind: RoleKind::App,
            level: AppLevel::Full,
            privileges: Vec::from([gives(EDIT), gives(VIEW)]),
            ..role("Owner")
        },
        Role {
            automatic: Some(Automatic::AppRole),
            privileges: Vec::from([gives(LIST)]),
            switchable: true,
            ..role("Manager")
        },
        Role { holder_condition: named, privileges: Vec::from([gives(READ)]), ..role("Analyst") },
        Role { privileges: Vec::from([RolePrivilege { condition: named, ..gives(READ) }]), ..role("Reader") },
        Role {
            kind: RoleKind::Account,
            privileges: Vec::from([
                RolePrivilege { reach: Reach::ThirdParty, ..gives(LIST) },
                RolePrivilege { reach: Reach::WithGrant, ..gives(READ) },
            ]),
            ..role("Support")
        },
        Role { deprecated: true, privileges: Vec::from([gives(LIST), gives(READ)]), ..role("Old") },
    ])
}

fn role(name: &str) -> Role {
    Role { name: String::from(name), ..Role::default() }
}

fn api(name: &str, requirement: Requirement, gates: Option<Vec<Gate>>) -> Api {
    Api { name: String::from(name), summary: String::new(), requirement, gates }
}

/// A member without any role, of an organisation that has bought nothing.
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
        groups: Vec::from([EntityId("crew")]),
        role_grants: Vec::new(),
        custom_roles: Vec::new(),
        disabled_roles: Vec::new(),
        access_grants: Vec::new(),
        attributes: Vec::new(),
    }
}

pub(super) fn grant(role: &'static str) -> RoleGrant<'static> {
    let organisation = OrganisationId("acme");
    RoleGrant { role: RoleName(role), organisation, group: None, on_resource: None, window: None }
}

pub(super) fn window(start: i64, end: i64) -> Window {
    Window::new(Instant(start), Instant(end)).expect("the windows of the cases run forward")
}
