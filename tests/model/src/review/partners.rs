//! Partners, their customers and their users.

use super::{Findings, Review};
use crate::facts::ChangePerson;
use crate::people::{self, Sameness};

impl Review<'_> {
    fn is_established(&self) -> bool {
        self.facts.change.relationship.as_ref().is_some_and(|it| it.status == "established")
    }

    /// S3, S15: a managed customer has one partner and no other.
    pub(super) fn establish_relationship(&self, findings: &mut Findings) {
        findings.refuse_if(self.is_established(), "already-exists");
        findings.refuse_if(self.facts.change.managed_elsewhere, "exclusive-relationship");
    }

    /// S15.
    pub(super) fn make_customer_managed(&self, findings: &mut Findings) {
        let known = &self.facts.change;
        findings.refuse_if(!self.is_established(), "no-relationship");
        findings.refuse_if(known.other_relationships > 0 || known.managed_elsewhere, "exclusive-relationship");
        findings.warn_if(known.relationship.as_ref().is_some_and(|it| it.managed), "no-change");
    }

    /// S23.
    pub(super) fn end_relationship(&self, findings: &mut Findings) {
        findings.refuse_if(!self.is_established(), "no-relationship");
    }

    /// F20, S6-S10: dual listing is a warning here, and a denial when the person signs in.
    pub(super) fn authorise_user(&self, findings: &mut Findings) {
        let known = &self.facts.change;
        findings.refuse_if(!self.is_established(), "no-relationship");
        findings.refuse_if(!known.partner.own_system_access, "no-own-system-access");
        match &known.person {
            None => findings.refuse("not-found"),
            Some(person) => findings.warn_if(self.is_dual_listed(person, person.email.as_deref()), "dual-listed"),
        }
        findings.warn_if(known.partner.authorised, "no-change");
    }

    pub(super) fn withdraw_user_authorisation(&self, findings: &mut Findings) {
        findings.refuse_if(!self.facts.change.partner.authorised, "not-found");
    }

    /// S9-S11: somebody on the other list is this person, or cannot be told apart.
    pub(super) fn is_dual_listed(&self, person: &ChangePerson, email: Option<&str>) -> bool {
        let same_person = &self.document.same_person;
        let compare = |other| people::compare(same_person, email, person.identity.as_deref(), other);
        person.counterparts.iter().any(|other| compare(other) != Sameness::Different)
    }
}
