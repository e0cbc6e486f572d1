//! The shape of the binary form.

mod condition;
mod entry;
mod operation;
mod role;

pub use condition::{
    AttributeModel, AttributeTypeModel, BuiltInModel, ComparisonModel, ConditionModel, EntityModel, NodeModel,
    OperandModel,
};
pub use entry::{EntryModel, GateModel, SamePersonModel};
pub use operation::{ApiModel, ChangeRuleModel, FieldGroupModel, RequirementModel};
pub use role::{
    AppLevelModel, AssignerModel, AutomaticModel, ReachModel, RoleKindModel, RoleModel, RolePrivilegeModel,
};

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A whole policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PolicyModel {
    /// Name of the policy.
    pub name: String,
    /// Version of the policy document.
    pub version: String,
    /// SHA-256 of the policy document, 64 lower-case hexadecimal digits.
    pub source_digest: String,
    /// Suites in byte order of their names.
    pub suites: Vec<SuiteModel>,
    /// Privileges in byte order of their names.
    pub privileges: Vec<PrivilegeModel>,
    /// Roles in the order of the document.
    pub roles: Vec<RoleModel>,
    /// Operations in the order of the document.
    pub apis: Vec<ApiModel>,
    /// How people from outside get in.
    pub entry: EntryModel,
    /// Limits in the order of the document.
    pub limits: Vec<LimitModel>,
    /// Attributes in the order of entity and name.
    pub attributes: Vec<AttributeModel>,
    /// Conditions of role privileges and of holders.
    pub conditions: Vec<ConditionModel>,
    /// Field groups in the order of the document.
    pub field_groups: Vec<FieldGroupModel>,
    /// Changes in the order of their kinds.
    pub changes: Vec<ChangeRuleModel>,
    /// How roles are assigned.
    pub assignment: AssignmentModel,
}

/// A family of privileges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiteModel {
    /// The first segment of its privileges.
    pub name: String,
    /// What an organisation must have bought (F1).
    pub entitlement: Option<String>,
}

/// A privilege.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivilegeModel {
    /// `suite:resource:action` (R5).
    pub name: String,
    /// One sentence on what it allows.
    pub summary: String,
}

/// A number that an organisation may not exceed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitModel {
    /// What is limited.
    pub name: String,
    /// The largest number allowed; none for no limit.
    pub maximum: Option<u32>,
}

/// How roles are assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AssignmentModel {
    /// A new assignment of a deprecated role is refused; otherwise it is accepted with a warning (P11).
    pub refuse_deprecated: bool,
}
