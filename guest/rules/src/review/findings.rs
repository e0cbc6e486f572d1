//! Collects what is to be said about a change.

use crate::change::{Acceptance, Refusal, Rejection, Verdict, Warning};
use crate::decision::{Obligations, Reason};
use crate::identifiers::RoleName;
use crate::order::sort;
use crate::time::Window;
use alloc::vec;
use alloc::vec::Vec;

/// Everything that the rules found, in the order in which they found it.
#[derive(Default)]
pub(super) struct Findings<'a> {
    refusals: Vec<Refusal>,
    /// Why the person may not make the change; the first that was found.
    denial: Option<Reason>,
    warnings: Vec<Warning>,
    obligations: Obligations,
    /// The roles that a new person gets.
    pub(super) roles: Vec<RoleName<'a>>,
    /// The window in which access that is granted holds.
    pub(super) access: Option<Window>,
}

impl<'a> Findings<'a> {
    /// The verdict on what breaks the contract: no rule could be asked, so that there is no other reason.
    pub(super) fn malformed() -> Verdict<'a> {
        Verdict::Refused(Rejection { refusals: vec![Refusal::Malformed], denial: None })
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        self.refusals.push(refusal);
    }

    pub(super) fn refuse_if(&mut self, applies: bool, refusal: Refusal) {
        if applies {
            self.refuse(refusal);
        }
    }

    pub(super) fn not_permitted(&mut self, denial: Reason) {
        self.refuse(Refusal::NotPermitted);
        self.denial.get_or_insert(denial);
    }

    pub(super) fn warn_if(&mut self, applies: bool, warning: Warning) {
        if applies {
            self.warnings.push(warning);
        }
    }

    pub(super) fn oblige_if(&mut self, applies: bool, obligation: Obligations) {
        if applies {
            self.obligations = self.obligations.and(obligation);
        }
    }

    /// The verdict. Without a refusal the change is accepted, with whatever else was found.
    pub(super) fn into_verdict(mut self, by_an_external_person: bool) -> Verdict<'a> {
        if !self.refusals.is_empty() {
            sort(&mut self.refusals);
            self.refusals.dedup();
            return Verdict::Refused(Rejection { refusals: self.refusals, denial: self.denial });
        }
        self.oblige_if(by_an_external_person, Obligations::NAME_THE_PERSON);
        sort(&mut self.warnings);
        self.warnings.dedup();
        Verdict::Accepted(Acceptance {
            warnings: self.warnings,
            obligations: self.obligations,
            roles: self.roles,
            access: self.access,
        })
    }
}
