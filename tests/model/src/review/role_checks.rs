//! What is asked of a role that somebody is to get.

use super::{Findings, Review};
use crate::condition::{Circumstances, MissingAttribute};
use crate::document::Role;
use crate::holdings::HeldRole;

impl Review<'_> {
    pub(super) fn find_role(&self, name: &str) -> Option<HeldRole<'_>> {
        HeldRole::find(self.document, self.facts, name)
    }

    /// The role is known, is not held automatically (P15, C17), is not switched off (P4) and is meant to be assigned
    /// (P11).
    pub(super) fn assignable(&self, name: &str, findings: &mut Findings) {
        let Some(role) = self.find_role(name) else {
            findings.refuse("unknown-role");
            return;
        };
        findings.refuse_if(self.facts.is_disabled(name), "role-disabled");
        if let HeldRole::Policy(_, role) = role {
            findings.refuse_if(role.automatic.is_some(), "role-automatic");
            findings.refuse_if(role.deprecated && self.document.refuses_deprecated, "role-deprecated");
            findings.warn_if(role.deprecated, "deprecated-role");
        }
    }

    /// C10, C13, C20, C24: whether the person whom the change names is what the role asks of its holders.
    pub(super) fn is_person_eligible(&self, role: &Role, person: &str) -> Result<bool, MissingAttribute> {
        let Some(condition) = &role.holder_when else { return Ok(true) };
        condition.holds(&Circumstances {
            principal_id: person,
            principal: &self.facts.about_person,
            organisation_id: &self.facts.organisation,
            organisation: &self.facts.about_organisation,
            context: &self.facts.about_context,
            resource: None,
            privilege: None,
            role: &role.name,
            now: self.now,
        })
    }

    pub(super) fn eligible(&self, role: HeldRole<'_>, person: &str, findings: &mut Findings) {
        let HeldRole::Policy(_, role) = role else { return };
        match self.is_person_eligible(role, person) {
            Ok(is_so) => findings.refuse_if(!is_so, "holder-not-eligible"),
            Err(MissingAttribute) => findings.refuse("attribute-missing"),
        }
    }
}
