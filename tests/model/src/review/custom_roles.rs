//! Roles that the organisation makes for itself, and switches of roles.

use super::{Findings, Review};
use crate::expression;
use crate::facts::CustomRole;

impl Review<'_> {
    /// R3, P3.
    pub(super) fn create_custom_role(&self, role: &CustomRole, findings: &mut Findings) {
        findings.refuse_if(self.document.role(&role.name).is_some(), "reserved-name");
        findings.refuse_if(self.facts.custom_role(&role.name).is_some(), "already-exists");
        self.contents(role, findings);
    }

    pub(super) fn edit_custom_role(&self, role: &CustomRole, findings: &mut Findings) {
        let is_reserved = self.document.role(&role.name).is_some();
        findings.refuse_if(is_reserved, "reserved-name");
        findings.refuse_if(!is_reserved && self.facts.custom_role(&role.name).is_none(), "not-found");
        self.contents(role, findings);
    }

    pub(super) fn delete_custom_role(&self, name: &str, findings: &mut Findings) {
        if self.facts.custom_role(name).is_none() {
            findings.refuse(if self.document.role(name).is_some() { "reserved-name" } else { "not-found" });
        }
    }

    /// R5, R16, P31.
    fn contents(&self, role: &CustomRole, findings: &mut Findings) {
        for privilege in &role.privileges {
            let is_well_formed = expression::is_privilege_name(privilege);
            findings.refuse_if(!is_well_formed, "malformed-privilege");
            let is_declared = self.document.privileges.contains(privilege);
            findings.warn_if(is_well_formed && !is_declared, "undeclared-privilege");
        }
        findings.refuse_if(role.level != "none" && role.kind != "app", "malformed");
    }

    /// P4.
    pub(super) fn switch_role(&self, name: &str, enabled: bool, findings: &mut Findings) {
        let is_switched_back = enabled && self.facts.is_disabled(name);
        match self.document.role(name) {
            None if self.facts.custom_role(name).is_none() => findings.refuse("unknown-role"),
            role => {
                let is_switchable = is_switched_back || role.is_some_and(|role| role.switchable);
                findings.refuse_if(!is_switchable, "role-not-switchable");
            }
        }
        findings.warn_if(enabled != self.facts.is_disabled(name), "no-change");
    }

    /// P12: runs are opened to some roles of the policy only.
    pub(super) fn open_or_close_run(&self, name: &str, findings: &mut Findings) {
        match self.document.role(name) {
            Some(role) => findings.refuse_if(!role.run_scoped, "role-not-run-scoped"),
            None if self.facts.custom_role(name).is_some() => findings.refuse("role-not-run-scoped"),
            None => findings.refuse("unknown-role"),
        }
    }
}
