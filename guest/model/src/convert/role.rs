//! Roles.

use super::convert;
use crate::wire::{
    AppLevelModel, AssignerModel, AutomaticModel, ReachModel, RoleKindModel, RoleModel, RolePrivilegeModel,
};
use guestpass_rules::policy::{Assigner, Automatic, ConditionIndex, Reach, Role, RolePrivilege};
use guestpass_rules::{AppLevel, PrivilegeIndex, RoleIndex, RoleKind};

impl From<RoleModel> for Role {
    fn from(role: RoleModel) -> Self {
        Self {
            name: role.name,
            title: role.title,
            summary: role.summary,
            functions: role.functions,
            designed_for: role.designed_for,
            constraints: role.constraints,
            kind: role.kind.into(),
            level: role.level.into(),
            automatic: role.automatic.map(Automatic::from),
            privileges: convert(role.privileges),
            assigned_by: role.assigned_by.map(convert),
            holder_condition: role.holder_condition.map(ConditionIndex),
            run_scoped: role.run_scoped,
            switchable: role.switchable,
            deprecated: role.deprecated,
        }
    }
}

impl From<RolePrivilegeModel> for RolePrivilege {
    fn from(given: RolePrivilegeModel) -> Self {
        Self {
            reach: given.reach.into(),
            privilege: PrivilegeIndex(given.privilege),
            condition: given.condition.map(ConditionIndex),
        }
    }
}

impl From<AssignerModel> for Assigner {
    fn from(assigner: AssignerModel) -> Self {
        Self { role: RoleIndex(assigner.role), needs_grant: assigner.needs_grant }
    }
}

impl From<ReachModel> for Reach {
    fn from(reach: ReachModel) -> Self {
        match reach {
            ReachModel::Own => Self::Own,
            ReachModel::ThirdParty => Self::ThirdParty,
            ReachModel::WithGrant => Self::WithGrant,
        }
    }
}

impl From<RoleKindModel> for RoleKind {
    fn from(kind: RoleKindModel) -> Self {
        match kind {
            RoleKindModel::User => Self::User,
            RoleKindModel::Account => Self::Account,
            RoleKindModel::App => Self::App,
        }
    }
}

impl From<AppLevelModel> for AppLevel {
    fn from(level: AppLevelModel) -> Self {
        match level {
            AppLevelModel::None => Self::None,
            AppLevelModel::View => Self::View,
            AppLevelModel::Edit => Self::Edit,
            AppLevelModel::Full => Self::Full,
        }
    }
}

impl From<AutomaticModel> for Automatic {
    fn from(automatic: AutomaticModel) -> Self {
        match automatic {
            AutomaticModel::Everyone => Self::Everyone,
            AutomaticModel::UserLogin => Self::UserLogin,
            AutomaticModel::AccountLogin => Self::AccountLogin,
            AutomaticModel::AppRole => Self::AppRole,
        }
    }
}
