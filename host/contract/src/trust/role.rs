//! The roles of a policy must point at things that are there.

use super::UnfitPolicy;
use crate::{AppLevel, PolicyInfo, RoleInfo, RoleKind};

impl PolicyInfo {
    pub(super) fn verify_role(&self, role: &RoleInfo) -> Result<(), UnfitPolicy> {
        let has_condition = |index: u16| usize::from(index) < self.conditions.len();
        let ranks = role.privileges.iter().map(|given| (given.reach, given.privilege, given.condition));
        if !ranks.is_sorted_by(|earlier, later| earlier < later) {
            return Err(UnfitPolicy::RolePrivilegeOrder(role.name.clone()));
        }
        if role.privileges.iter().any(|given| usize::from(given.privilege) >= self.privileges.len()) {
            return Err(UnfitPolicy::RolePrivilege(role.name.clone()));
        }
        let conditions = role.privileges.iter().filter_map(|given| given.condition).chain(role.holder_condition);
        if !conditions.into_iter().all(has_condition) {
            return Err(UnfitPolicy::RoleCondition(role.name.clone()));
        }
        let mut assigners = role.assigned_by.iter().flatten();
        if assigners.any(|assigner| usize::from(assigner.role) >= self.roles.len()) {
            return Err(UnfitPolicy::RoleAssigner(role.name.clone()));
        }
        if role.kind != RoleKind::App && role.level != AppLevel::None {
            return Err(UnfitPolicy::RoleLevel(role.name.clone()));
        }
        Ok(())
    }
}
