//! What a policy says about itself.

use guestpass_contract::{
    ApiInfo, AppLevel, Assigner, AttributeInfo, AttributeType, Automatic, ChangeInfo, FieldGroupInfo, Gate, InitError,
    LimitInfo, PolicyInfo, PrivilegeInfo, Reach, Requirement, RoleInfo, RoleKind, RolePrivilege,
};

use crate::abi::macros::{enumeration, record, variant};

enumeration!(Reach::Own);
enumeration!(Automatic::Everyone);
enumeration!(AttributeType::Text);
enumeration!(InitError::AlreadyInitialised);

record!(RolePrivilege {
    privilege: u16,
    reach: Reach,
    condition: Option<u16>,
});

record!(Assigner { role: u16, needs_grant: bool });

record!(RoleInfo {
    name: String,
    title: String,
    summary: String,
    functions: Vec<String>,
    designed_for: Vec<String>,
    constraints: Vec<String>,
    kind: RoleKind,
    level: AppLevel,
    automatic: Option<Automatic>,
    privileges: Vec<RolePrivilege>,
    assigned_by: Option<Vec<Assigner>>,
    holder_condition: Option<u16>,
    run_scoped: bool,
    switchable: bool,
    deprecated: bool,
});

record!(PrivilegeInfo { name: String, summary: String });

variant!(Requirement {
    0 => Nothing,
    1 => Entry,
    2 => AnyRole,
    3 => Privileges(names: Vec<String>),
});

record!(ApiInfo {
    name: String,
    summary: String,
    requirement: Requirement,
    gates: Option<Vec<Gate>>,
});

record!(ChangeInfo { name: String, requirement: Requirement });

record!(FieldGroupInfo {
    name: String,
    summary: String,
    fields: Vec<String>,
    shown_by: Vec<u16>,
    on: Vec<u16>,
});

record!(AttributeInfo { name: String, holds: AttributeType });

record!(LimitInfo {
    name: String,
    maximum: Option<u32>,
});

record!(PolicyInfo {
    name: String,
    version: String,
    source_digest: String,
    contract_version: String,
    roles: Vec<RoleInfo>,
    privileges: Vec<PrivilegeInfo>,
    apis: Vec<ApiInfo>,
    field_groups: Vec<FieldGroupInfo>,
    conditions: Vec<String>,
    attributes: Vec<AttributeInfo>,
    changes: Vec<ChangeInfo>,
    limits: Vec<LimitInfo>,
    settings: Vec<String>,
});
