//! A small policy that has every feature, and ordinary facts.

use guestpass_rules::policy::{
    Api, AttributeDeclaration, AttributeEntity, AttributeIndex, AttributeType, Automatic, BuiltIn, Comparison,
    Condition, ConditionIndex, ConditionNode, EntryRules, FieldGroup, NodeIndex, Operand, PolicyBuilder, Privilege,
    Reach, Requirement, Role, RolePrivilege, SamePersonRule, Suite,
};
use guestpass_rules::{
    AccessMode, AppLevel, EntitlementName, EntityId, ExternalAccess, Facts, Gate, InvalidPolicy, Login, OrganisationId,
    PartnerStanding, Policy, Principal, PrincipalKind, PrivilegeIndex, Relationship, RelationshipStatus, RoleGrant,
    RoleKind, RoleName,
};

/// Privileges in byte order; the suite `data` needs the entitlement `DATA`, and full access gives it.
pub const PRIVILEGES: [&str; 7] = [
    "apps:app:edit",
    "apps:app:view",
    "apps:spend:view",
    "data:row:edit",
    "data:row:view",
    "iam:users:edit",
    "iam:users:view",
];

/// Roles in the order of the policy.
pub const ROLES: [&str; 9] = ["ADMIN", "VIEWER", "HR", "LOGIN", "SUPPORT", "OWNER", "STARTER", "MANAGER", "TIMED"];

/// The suite of each privilege, and what it needs.
const SUITES: [(&str, Option<&str>); 3] = [("apps", None), ("data", Some("DATA")), ("iam", None)];

/// `role.name in resource.opened_to`.
const OPENED: ConditionIndex = ConditionIndex(0);
/// `principal.named`.
const NAMED: ConditionIndex = ConditionIndex(1);
/// `context.now < resource.closes || has(context.late)`.
const NOT_CLOSED: ConditionIndex = ConditionIndex(2);
/// `context.now >= timestamp(40) && !(context.now > timestamp(60))`.
const FROM_40_TO_60: ConditionIndex = ConditionIndex(3);
/// `action.name == "view" && principal.level >= 3`.
const TRUSTED: ConditionIndex = ConditionIndex(4);

fn attributes() -> Vec<AttributeDeclaration> {
    let declared = [
        (AttributeEntity::Principal, "level", AttributeType::Integer),
        (AttributeEntity::Principal, "named", AttributeType::Boolean),
        (AttributeEntity::Resource, "closes", AttributeType::Timestamp),
        (AttributeEntity::Resource, "opened_to", AttributeType::Texts),
        (AttributeEntity::Context, "late", AttributeType::Boolean),
    ];
    let declaration =
        |(entity, name, holds): (_, &str, _)| AttributeDeclaration { entity, name: String::from(name), holds };
    declared.map(declaration).to_vec()
}

const LEVEL: Operand = Operand::Attribute(AttributeIndex(0));
const IS_NAMED: Operand = Operand::Attribute(AttributeIndex(1));
const CLOSES: Operand = Operand::Attribute(AttributeIndex(2));
const OPENED_TO: Operand = Operand::Attribute(AttributeIndex(3));
const NOW: Operand = Operand::BuiltIn(BuiltIn::Now);

fn compare(left: Operand, comparison: Comparison, right: Operand) -> ConditionNode {
    ConditionNode::Compare { comparison, left, right }
}

fn conditions() -> Vec<Condition> {
    let action = Operand::BuiltIn(BuiltIn::ActionName);
    let all = [
        vec![ConditionNode::In { item: Operand::BuiltIn(BuiltIn::RoleName), list: OPENED_TO }],
        vec![ConditionNode::Value(IS_NAMED)],
        vec![
            compare(NOW, Comparison::Less, CLOSES),
            ConditionNode::Has(AttributeIndex(4)),
            ConditionNode::Or(NodeIndex(0), NodeIndex(1)),
        ],
        vec![
            compare(NOW, Comparison::GreaterOrEqual, Operand::Timestamp(40)),
            compare(NOW, Comparison::Greater, Operand::Timestamp(60)),
            ConditionNode::Not(NodeIndex(1)),
            ConditionNode::And(NodeIndex(0), NodeIndex(2)),
        ],
        vec![
            compare(action, Comparison::Equal, Operand::Text(String::from("view"))),
            compare(LEVEL, Comparison::GreaterOrEqual, Operand::Integer(3)),
            ConditionNode::And(NodeIndex(0), NodeIndex(1)),
        ],
    ];
    all.map(|nodes| Condition { source: format!("{nodes:?}"), nodes }).to_vec()
}

fn given(reach: Reach, privilege: u16, condition: Option<ConditionIndex>) -> RolePrivilege {
    RolePrivilege { reach, privilege: PrivilegeIndex(privilege), condition }
}

fn own(privileges: &[u16]) -> Vec<RolePrivilege> {
    privileges.iter().map(|&privilege| given(Reach::Own, privilege, None)).collect()
}

fn roles() -> Vec<Role> {
    let role = |name: &str, privileges| Role { name: String::from(name), privileges, ..Role::default() };
    let mut admin = role("ADMIN", own(&[0, 1, 2, 3, 4, 5, 6]));
    admin.privileges.extend([given(Reach::ThirdParty, 6, None), given(Reach::WithGrant, 5, None)]);
    let mut viewer = role("VIEWER", own(&[1, 4]));
    viewer.privileges.push(given(Reach::Own, 6, Some(TRUSTED)));
    let support = vec![
        given(Reach::Own, 6, None),
        given(Reach::WithGrant, 3, Some(NOT_CLOSED)),
        given(Reach::WithGrant, 4, None),
        given(Reach::WithGrant, 5, None),
    ];
    let of = |kind, level, role| Role { kind, level, ..role };
    vec![
        admin,
        viewer,
        Role { switchable: true, ..role("HR", vec![given(Reach::Own, 3, Some(OPENED)), given(Reach::Own, 6, None)]) },
        Role {
            automatic: Some(Automatic::AccountLogin),
            ..of(RoleKind::Account, AppLevel::None, role("LOGIN", own(&[5])))
        },
        Role { holder_condition: Some(NAMED), ..of(RoleKind::Account, AppLevel::None, role("SUPPORT", support)) },
        of(RoleKind::App, AppLevel::Full, role("OWNER", own(&[0, 1, 2]))),
        of(RoleKind::App, AppLevel::None, role("STARTER", own(&[0]))),
        Role { automatic: Some(Automatic::AppRole), ..role("MANAGER", own(&[1])) },
        role("TIMED", vec![given(Reach::Own, 3, Some(FROM_40_TO_60)), given(Reach::Own, 3, Some(TRUSTED))]),
    ]
}

fn apis() -> Vec<Api> {
    let api =
        |name: &str, requirement| Api { name: String::from(name), summary: String::new(), requirement, gates: None };
    let rows = Requirement::AnyOf(vec![PrivilegeIndex(4)]);
    let gates = Some(vec![Gate::Relationship, Gate::Authorisation, Gate::AccessMode]);
    vec![
        api("free", Requirement::Nothing),
        api("enter", Requirement::Entry),
        api("log-in", Requirement::AnyRole),
        api("rows", rows.clone()),
        Api { gates, ..api("link", rows) },
    ]
}

/// The policy.
pub fn policy() -> Result<Policy, InvalidPolicy> {
    builder().build()
}

/// What the policy is made of.
pub fn builder() -> PolicyBuilder {
    let name = |name: &str| String::from(name);
    let suite =
        |(suite, entitlement): (&str, Option<&str>)| Suite { name: name(suite), entitlement: entitlement.map(name) };
    let privilege = |privilege: &str| Privilege { name: name(privilege), summary: String::new() };
    let group = |group: &str, shown_by: u16| FieldGroup {
        name: name(group),
        summary: String::new(),
        fields: vec![name("field")],
        shown_by: vec![PrivilegeIndex(shown_by)],
        on: vec![PrivilegeIndex(1), PrivilegeIndex(4)],
    };
    PolicyBuilder {
        suites: SUITES.map(suite).to_vec(),
        privileges: PRIVILEGES.map(privilege).to_vec(),
        roles: roles(),
        apis: apis(),
        entry: EntryRules {
            partner_gates: Gate::OF_ENTRY.to_vec(),
            vendor_gates: vec![Gate::AccessMode],
            full_access_suites: vec![name("data")],
            same_person: SamePersonRule { by_email: true, by_identity: false },
        },
        attributes: attributes(),
        conditions: conditions(),
        field_groups: vec![group("spend", 2), group("rows", 3)],
        ..PolicyBuilder::default()
    }
}

/// Somebody of this kind, of whom everything holds that a partner's user must have.
pub fn principal(kind: PrincipalKind) -> Principal<'static> {
    let is_third_party = kind == PrincipalKind::ThirdParty;
    Principal {
        kind,
        login: Login::User,
        id: EntityId("dana"),
        email: "dana@partner.example",
        identity: "",
        home: OrganisationId(if is_third_party { "home" } else { "" }),
        partner: PartnerStanding {
            accredited: true,
            domain_enabled: true,
            partner_service_layer: true,
            own_system_access: true,
            authorised: true,
            sso_enabled: true,
        },
    }
}

/// Facts about somebody who holds no role. For people from outside, external access is on and roles are managed.
pub fn facts(kind: PrincipalKind) -> Facts<'static> {
    let is_partner = kind == PrincipalKind::PartnerUser;
    let has_access = is_partner || kind == PrincipalKind::VendorEmployee;
    Facts {
        organisation: OrganisationId("acme"),
        entitlements: vec![EntitlementName("DATA")],
        principal: principal(kind),
        relationship: is_partner.then_some(Relationship { status: RelationshipStatus::Established, managed: false }),
        external_access: has_access.then_some(ExternalAccess { mode: AccessMode::Continuous, role_management: true }),
        listed_users: Vec::new(),
        groups: vec![EntityId("staff")],
        role_grants: Vec::new(),
        custom_roles: Vec::new(),
        disabled_roles: Vec::new(),
        access_grants: Vec::new(),
        attributes: Vec::new(),
    }
}

/// A grant of a role in the organisation, to the person, for all of the organisation and for ever.
pub fn grant(role: &'static str) -> RoleGrant<'static> {
    let (role, organisation) = (RoleName(role), OrganisationId("acme"));
    RoleGrant { role, organisation, group: None, on_resource: None, window: None }
}
