//! Operations, changes and field groups.

use super::{convert, privilege_indices};
use crate::wire::{ApiModel, ChangeRuleModel, FieldGroupModel, RequirementModel};
use guestpass_rules::policy::{Api, ChangeRule, FieldGroup, Requirement};

impl From<RequirementModel> for Requirement {
    fn from(requirement: RequirementModel) -> Self {
        match requirement {
            RequirementModel::Nothing => Self::Nothing,
            RequirementModel::Entry => Self::Entry,
            RequirementModel::AnyRole => Self::AnyRole,
            RequirementModel::AnyOf(privileges) => Self::AnyOf(privilege_indices(privileges)),
        }
    }
}

impl From<ApiModel> for Api {
    fn from(api: ApiModel) -> Self {
        Self {
            name: api.name,
            summary: api.summary,
            requirement: api.requirement.into(),
            gates: api.gates.map(convert),
        }
    }
}

impl From<ChangeRuleModel> for ChangeRule {
    fn from(rule: ChangeRuleModel) -> Self {
        Self { kind: rule.kind, requirement: rule.requirement.into() }
    }
}

impl From<FieldGroupModel> for FieldGroup {
    fn from(group: FieldGroupModel) -> Self {
        Self {
            name: group.name,
            summary: group.summary,
            fields: group.fields,
            shown_by: privilege_indices(group.shown_by),
            on: privilege_indices(group.on),
        }
    }
}
