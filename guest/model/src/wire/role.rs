//! Roles.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RoleModel {
    /// Unique within the policy (R3).
    pub name: String,
    /// For people.
    pub title: String,
    /// One sentence on what it is for.
    pub summary: String,
    /// What it allows, in words (P5).
    pub functions: Vec<String>,
    /// Whom it is designed for.
    pub designed_for: Vec<String>,
    /// What binds its holders, in words (C20).
    pub constraints: Vec<String>,
    /// Who may hold it.
    pub kind: RoleKindModel,
    /// For an app role: its level.
    pub level: AppLevelModel,
    /// Who holds it without a grant (C17).
    pub automatic: Option<AutomaticModel>,
    /// What it gives (R4), rising without repeats.
    pub privileges: Vec<RolePrivilegeModel>,
    /// The roles whose holders may assign it, rising without repeats; none when a privilege decides that (C9-C22).
    pub assigned_by: Option<Vec<AssignerModel>>,
    /// Position in [`PolicyModel::conditions`](super::PolicyModel::conditions): what must be true of its holder.
    pub holder_condition: Option<u16>,
    /// Workflow runs can be opened to it (P12).
    pub run_scoped: bool,
    /// Whether an organisation may switch it off (P4).
    pub switchable: bool,
    /// Still evaluated, no longer meant to be assigned (P11).
    pub deprecated: bool,
}

/// Who may hold a role (C2, P13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum RoleKindModel {
    /// Users, groups and external people.
    #[default]
    User,
    /// Account logins.
    Account,
    /// Users, each on one resource.
    App,
}

/// How much an app role allows (P31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AppLevelModel {
    /// Nothing yet.
    #[default]
    None,
    /// Looking.
    View,
    /// Changing.
    Edit,
    /// Everything.
    Full,
}

/// Who holds a role without a grant (C17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AutomaticModel {
    /// Every member.
    Everyone,
    /// Every user login (C8).
    UserLogin,
    /// Every account login (C23).
    AccountLogin,
    /// Every holder of an app role at view or above (P14).
    AppRole,
}

/// A privilege that a role gives, in the order of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RolePrivilegeModel {
    /// Where.
    pub reach: ReachModel,
    /// Position in [`PolicyModel::privileges`](super::PolicyModel::privileges).
    pub privilege: u16,
    /// Position in [`PolicyModel::conditions`](super::PolicyModel::conditions); none for always.
    pub condition: Option<u16>,
}

/// Where a role gives a privilege.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum ReachModel {
    /// In the organisation that the role was granted in.
    #[default]
    Own,
    /// In every other organisation as well (C18).
    ThirdParty,
    /// In another organisation, while an access grant holds there (C21).
    WithGrant,
}

/// A role whose holders may assign another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AssignerModel {
    /// Position in [`PolicyModel::roles`](super::PolicyModel::roles).
    pub role: u16,
    /// Only while an access grant holds (C12).
    pub needs_grant: bool,
}
