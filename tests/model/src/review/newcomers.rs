//! People who are added or arrive, and the default role (P17, P18).

use super::{Findings, Review};
use crate::holdings::HeldRole;

impl Review<'_> {
    pub(super) fn add_person(&self, email: &str, arrival: &str, roles: &[String], findings: &mut Findings) {
        if arrival == "manual" {
            self.add_by_hand(email, roles, findings);
        } else {
            self.arrive(arrival, roles, findings);
        }
        // S9, S10: also when the customer adds the person later.
        if let Some(person) = &self.facts.change.person {
            let email = person.email.as_deref().unwrap_or(email);
            findings.warn_if(self.is_dual_listed(person, Some(email)), "dual-listed");
        }
    }

    /// P18: a role must be named.
    fn add_by_hand(&self, email: &str, roles: &[String], findings: &mut Findings) {
        findings.refuse_if(roles.is_empty(), "role-required");
        for name in roles {
            self.assignable(name, findings);
            if let Some(role) = self.find_role(name) {
                findings.refuse_if(role.kind() != "user", "wrong-holder");
                self.eligible(role, email, findings);
                if let HeldRole::Policy(_, role) = role {
                    findings.refuse_if(!self.is_assigner(role, None), "not-an-assigner");
                }
            }
        }
        findings.roles = roles.to_vec();
    }

    /// P17: the default role applies; without one there is none.
    fn arrive(&self, arrival: &str, roles: &[String], findings: &mut Findings) {
        let known = &self.facts.change;
        let is_open = if arrival == "sso" { known.sso_arrivals } else { known.account_requests };
        findings.refuse_if(!is_open, "arrival-disabled");
        findings.refuse_if(!roles.is_empty(), "role-not-chosen");
        let default = known.default_role.as_deref().filter(|name| self.is_usable_default(name));
        findings.warn_if(default.is_none(), "no-default-role");
        findings.roles = default.into_iter().map(str::to_owned).collect();
    }

    fn is_usable_default(&self, name: &str) -> bool {
        let Some(role) = self.find_role(name) else { return false };
        let is_automatic = matches!(role, HeldRole::Policy(_, role) if role.automatic.is_some());
        role.kind() == "user" && !is_automatic && !self.facts.is_disabled(name)
    }

    pub(super) fn set_default_role(&self, name: Option<&str>, findings: &mut Findings) {
        let known = &self.facts.change;
        match name {
            Some(name) => {
                self.assignable(name, findings);
                let role = self.find_role(name);
                findings.refuse_if(role.is_some_and(|role| role.kind() != "user"), "wrong-holder");
                // C14: to choose it for all who arrive is to assign it.
                if let Some(HeldRole::Policy(_, role)) = role {
                    findings.refuse_if(!self.is_assigner(role, None), "not-an-assigner");
                }
            }
            None => findings.warn_if(known.sso_arrivals || known.account_requests, "no-default-role"),
        }
        findings.warn_if(name == known.default_role.as_deref(), "no-change");
    }
}
