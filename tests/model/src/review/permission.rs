//! Whether the person may make the change.

use super::{Findings, Review};
use crate::change::{Assignment, Change};
use crate::decide::{Question, decide};
use crate::document::{List, Requirement, Role};
use crate::expression::suite;
use crate::gates;
use crate::holdings::{self, Held, HeldRole, Holding};

impl Review<'_> {
    /// The kind of change needs a rule, and the person what the rule asks for; who may assign a role with a list of
    /// assigners is decided by that list instead.
    pub(super) fn permission(&self, findings: &mut Findings) {
        let Some(requirement) = self.document.changes.get(&self.proposal.kind) else {
            findings.refuse("unsupported-change");
            return;
        };
        if let Change::AssignRole(assignment) | Change::UnassignRole(assignment) = &self.proposal.change {
            let role = self.document.role(&assignment.role);
            if let Some(role) = role.filter(|role| role.assigned_by.is_some()) {
                self.matrix(role, assignment, findings);
                return;
            }
        }
        self.requirement(requirement, findings);
    }

    fn requirement(&self, requirement: &Requirement, findings: &mut Findings) {
        let outcome = decide(
            &Question {
                document: self.document,
                facts: self.facts,
                holdings: &holdings::of_person(self.document, self.facts),
                requirement,
                gates: None,
                resource: self.resource(),
            },
            self.now,
        );
        if !outcome.allowed {
            findings.deny(outcome.reason);
        }
    }

    /// What the change is about.
    fn resource(&self) -> Option<&str> {
        let kept = || self.facts.change.request.as_ref().map(|request| request.company.as_str());
        match &self.proposal.change {
            Change::AssignRole(assignment) | Change::UnassignRole(assignment) => assignment.on_resource.as_deref(),
            Change::GrantRun(run, _) | Change::WithdrawRun(run, _) => Some(run),
            Change::SubmitRequest(request) => request.company.as_deref(),
            Change::GrantRequest | Change::RejectRequest | Change::WithdrawRequest | Change::RevokeGrant => kept(),
            _ => None,
        }
    }

    /// C9-C22: the list of assigners in place of a privilege.
    fn matrix(&self, role: &Role, assignment: &Assignment, findings: &mut Findings) {
        if self.facts.principal.kind == "unidentified" {
            findings.deny("not-identified");
        } else if let Some(closed) = gates::first_closed(self.document, self.facts, None, self.now) {
            findings.deny(closed.reason);
        } else {
            findings.refuse_if(!self.is_assigner(role, assignment.on_resource.as_deref()), "not-an-assigner");
        }
    }

    /// C12, C14: whether the person holds a role that may assign this one. A role without a list leaves it to a
    /// privilege.
    pub(super) fn is_assigner(&self, role: &Role, on_resource: Option<&str>) -> bool {
        let Some(assigners) = &role.assigned_by else { return true };
        let active = holdings::of_person(self.document, self.facts)
            .into_iter()
            .filter(|holding| holding.is_active(self.facts, self.now));
        active.into_iter().any(|holding| {
            assigners.iter().filter(|(name, _)| name == holding.role.name()).any(|(_, needs_grant)| {
                match (holding.held, *needs_grant) {
                    // A grant for one company is enough for an assignment that names none: people belong to no company.
                    (Held::AccessGrant, true) => on_resource.is_none() || holding.reaches(on_resource),
                    (Held::ThirdParty, false) => holding.gives_anything(),
                    (Held::AccessGrant | Held::ThirdParty, _) | (_, true) => false,
                    // F9, F33: external access leads to one product, and its roles no further.
                    (Held::External, false) => holding.reaches(on_resource) && self.gives_in_product(&holding),
                    // P13: what is held on one resource reaches no further.
                    (_, false) => holding.reaches(on_resource),
                }
            })
        })
    }

    /// Whether a role gives anything in the products that external access is to.
    fn gives_in_product(&self, holding: &Holding<'_>) -> bool {
        let HeldRole::Policy(_, role) = holding.role else { return false };
        role.gives(List::Own).keys().any(|privilege| self.document.full_access.contains(&suite(privilege).to_owned()))
    }
}
