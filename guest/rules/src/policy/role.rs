//! Roles of a policy.

use super::ConditionIndex;
use crate::facts::{AppLevel, RoleKind};
use crate::identifiers::{PrivilegeIndex, RoleIndex};
use alloc::string::String;
use alloc::vec::Vec;

/// Where a role gives a privilege.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Reach {
    /// In the organisation that the role was granted in.
    #[default]
    Own,
    /// In every other organisation as well (C18).
    ThirdParty,
    /// In another organisation, while an access grant holds there (C21).
    WithGrant,
}

/// A privilege that a role gives. The order is that of the reach, the privilege and the condition; one without a
/// condition comes before those with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RolePrivilege {
    /// Where.
    pub reach: Reach,
    /// Which.
    pub privilege: PrivilegeIndex,
    /// When this condition holds; none for always.
    pub condition: Option<ConditionIndex>,
}

/// Who holds a role without a grant (C17).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Automatic {
    /// Every member, whatever the login.
    Everyone,
    /// Every user login of the organisation (C8).
    UserLogin,
    /// Every account login of the organisation (C23).
    AccountLogin,
    /// Every member who holds an app role at [`AppLevel::View`] or above, for as long (P14).
    AppRole,
}

/// A role whose holders may assign another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assigner {
    /// Which.
    pub role: RoleIndex,
    /// Only while an access grant holds (C12).
    pub needs_grant: bool,
}

/// A role of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Role {
    /// Unique within the policy (R3).
    pub name: String,
    /// For people.
    pub title: String,
    /// One sentence on what it is for.
    pub summary: String,
    /// What it allows, in the words of the policy's author (P5).
    pub functions: Vec<String>,
    /// Whom it is designed for.
    pub designed_for: Vec<String>,
    /// What binds its holders, in words (C20).
    pub constraints: Vec<String>,
    /// Who may hold it.
    pub kind: RoleKind,
    /// For an app role: its level.
    pub level: AppLevel,
    /// Who holds it without a grant; none for a role that is granted.
    pub automatic: Option<Automatic>,
    /// What it gives (R4), rising without repeats.
    pub privileges: Vec<RolePrivilege>,
    /// Holders of these roles may assign it, and nobody else (C9-C22), rising without repeats; none when a privilege
    /// decides that.
    pub assigned_by: Option<Vec<Assigner>>,
    /// What must be true of its holder (C20, C24).
    pub holder_condition: Option<ConditionIndex>,
    /// Workflow runs can be opened to it (P12).
    pub run_scoped: bool,
    /// Whether an organisation may switch it off (P4).
    pub switchable: bool,
    /// Still evaluated, no longer meant to be assigned (P11).
    pub deprecated: bool,
}
