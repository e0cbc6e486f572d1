//! What a component with fixed answers says about itself.

use guestpass_contract::{
    AppLevel, CONTRACT_VERSION, PolicyInfo, PrivilegeInfo, Reach, RoleInfo, RoleKind, RolePrivilege,
};

/// The description of a policy with one privilege, and one role that gives it.
#[must_use]
pub fn small_policy(name: &str) -> PolicyInfo {
    PolicyInfo {
        name: name.to_owned(),
        version: "1".to_owned(),
        source_digest: "0".repeat(64),
        contract_version: CONTRACT_VERSION.to_owned(),
        roles: vec![small_role("viewer")],
        privileges: vec![PrivilegeInfo { name: "saas:application:view".to_owned(), summary: "See them.".to_owned() }],
        apis: Vec::new(),
        field_groups: Vec::new(),
        conditions: Vec::new(),
        attributes: Vec::new(),
        changes: Vec::new(),
        limits: Vec::new(),
        settings: Vec::new(),
    }
}

/// A role for users that gives the first privilege in the organisation that it was granted in.
#[must_use]
pub fn small_role(name: &str) -> RoleInfo {
    RoleInfo {
        name: name.to_owned(),
        title: "Viewer".to_owned(),
        summary: "Sees applications.".to_owned(),
        functions: Vec::new(),
        designed_for: Vec::new(),
        constraints: Vec::new(),
        kind: RoleKind::User,
        level: AppLevel::None,
        automatic: None,
        privileges: vec![RolePrivilege { privilege: 0, reach: Reach::Own, condition: None }],
        assigned_by: None,
        holder_condition: None,
        run_scoped: false,
        switchable: false,
        deprecated: false,
    }
}
