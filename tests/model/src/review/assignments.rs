//! Giving roles and taking them.

use super::{Findings, Review};
use crate::change::Assignment;
use crate::holdings::HeldRole;

impl Review<'_> {
    /// C9-C24, F9, F14, F26, P13.
    pub(super) fn assign_role(&self, assignment: &Assignment, findings: &mut Findings) {
        let known = &self.facts.change;
        self.assignable(&assignment.role, findings);
        findings.refuse_if(known.person.is_none(), "not-found");
        let holds_role = known.person.as_ref().is_some_and(|person| person.holds_role);
        findings.warn_if(holds_role, "no-change");
        if let Some(role) = self.find_role(&assignment.role) {
            findings.refuse_if(!self.holder_fits(assignment, role), "wrong-holder");
            self.holder_is_eligible(assignment, role, findings);
        }
        if assignment.holder_kind == "external_person" {
            findings.refuse_if(known.customer_managed, "managed-customer");
            match &known.instance {
                None => findings.refuse("not-found"),
                Some(instance) => findings.warn_if(!instance.role_management, "role-management-off"),
            }
            let limit = self.document.limit("external-access-role-assignments");
            let is_full = limit.is_some_and(|limit| known.role_assignments + 1 > limit);
            findings.refuse_if(!holds_role && is_full, "limit-exceeded");
        }
    }

    /// C2, P13: user roles go to users, groups and external people; account roles to account logins; app roles to
    /// users, groups and external people on one resource.
    fn holder_fits(&self, assignment: &Assignment, role: HeldRole<'_>) -> bool {
        let is_on_resource = assignment.on_resource.is_some();
        let is_user = self.facts.change.person.as_ref().is_none_or(|person| person.login == "user");
        let suits_users = match assignment.holder_kind.as_str() {
            "person" => is_user,
            "group" | "external_person" => true,
            _ => false,
        };
        match role.kind() {
            "user" => suits_users && !is_on_resource,
            "account" => assignment.holder_kind == "account" && !is_on_resource,
            _ => suits_users && is_on_resource,
        }
    }

    /// A group is no person of whom anything could be true.
    fn holder_is_eligible(&self, assignment: &Assignment, role: HeldRole<'_>, findings: &mut Findings) {
        let asks = matches!(role, HeldRole::Policy(_, role) if role.holder_when.is_some());
        if asks && assignment.holder_kind == "group" {
            findings.refuse("holder-not-eligible");
        } else if self.facts.change.person.is_some() {
            self.eligible(role, &assignment.holder, findings);
        }
    }

    /// R17: a role that is held can be taken away, even one that is not known any more.
    pub(super) fn unassign_role(&self, assignment: &Assignment, findings: &mut Findings) {
        let known = &self.facts.change;
        let is_automatic = self.document.role(&assignment.role).is_some_and(|role| role.automatic.is_some());
        findings.refuse_if(is_automatic, "role-automatic");
        findings.refuse_if(!known.person.as_ref().is_some_and(|person| person.holds_role), "not-found");
        let is_external = assignment.holder_kind == "external_person";
        findings.refuse_if(is_external && known.customer_managed, "managed-customer");
    }
}
