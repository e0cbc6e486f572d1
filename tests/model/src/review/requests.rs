//! Requests for access, and what becomes of them (C25-C40).

use super::{Findings, Review};
use crate::change::AccessRequest;
use crate::document::Requirement;
use crate::facts::KeptRequest;

const HOUR_MS: i128 = 3_600_000;

impl Review<'_> {
    /// C27, C28, C30, C35, C40.
    pub(super) fn submit_request(&self, request: &AccessRequest, findings: &mut Findings) {
        findings.refuse_if(request.account.is_none(), "missing-account");
        findings.refuse_if(request.company.is_none(), "missing-company");
        findings.refuse_if(request.requested_by.is_none(), "missing-requested-by");
        findings.refuse_if(request.valid_from.is_none(), "missing-valid-from");
        findings.refuse_if(request.valid_to.is_none(), "missing-valid-to");
        let is_elsewhere = request.account.as_ref().is_some_and(|account| *account != self.facts.organisation);
        findings.refuse_if(is_elsewhere, "not-found");
        let names_both = request.account.is_some() && request.company.is_some();
        findings.refuse_if(names_both && !self.facts.change.company_in_account, "company-not-in-account");
        if let (Some(from), Some(to)) = (request.valid_from, request.valid_to) {
            findings.refuse_if(from >= to, "invalid-period");
            let hours = self.document.limit("access-grant-hours");
            let length_ms = i128::from(to) - i128::from(from);
            findings.refuse_if(hours.is_some_and(|hours| length_ms > i128::from(hours) * HOUR_MS), "limit-exceeded");
        }
        findings.refuse_if(request.valid_to.is_some_and(|to| to <= self.now), "request-expired");
        if let Some(responsible) = request.requested_by.as_deref().filter(|it| *it != self.facts.principal.id) {
            findings.refuse_if(!self.is_eligible_requester(responsible), "requester-not-eligible");
        }
    }

    /// C25: the person responsible holds, at home, a role that lets its holder ask.
    fn is_eligible_requester(&self, responsible: &str) -> bool {
        let Some(Requirement::Privileges(wanted)) = self.document.changes.get(&self.proposal.kind) else { return true };
        let Some(person) = &self.facts.change.person else { return false };
        let roles = person.roles.iter().filter_map(|name| self.document.role(name));
        let mut fitting = roles.filter(|role| {
            let gives = |lists: &crate::document::Gives, name: &String| {
                lists.get(name).is_some_and(|conditions| conditions.contains(&None))
            };
            let lets_ask = wanted.iter().any(|name| gives(&role.own, name) || gives(&role.third_party, name));
            lets_ask && !self.facts.is_disabled(&role.name) && self.is_person_eligible(role, responsible) == Ok(true)
        });
        fitting.next().is_some()
    }

    /// The request that the change names, when it is one of this organisation.
    fn kept_request(&self, findings: &mut Findings) -> Option<&KeptRequest> {
        let kept = self.facts.change.request.as_ref();
        let kept = kept.filter(|request| request.account == self.facts.organisation);
        findings.refuse_if(kept.is_none(), "not-found");
        kept
    }

    /// C32, C33, C36.
    pub(super) fn grant_request(&self, findings: &mut Findings) {
        let Some(request) = self.kept_request(findings) else { return };
        let is_own = [&request.requested_by, &request.created_by].contains(&&self.facts.principal.id);
        findings.refuse_if(is_own, "self-grant");
        findings.refuse_if(self.now >= request.window.end, "request-expired");
        let is_over = ["rejected", "withdrawn", "revoked"].contains(&request.status.as_str());
        findings.refuse_if(is_over, "request-not-pending");
        findings.warn_if(request.status == "granted", "no-change");
        findings.access = Some((request.window.start.max(self.now), request.window.end));
    }

    /// C37.
    pub(super) fn reject_request(&self, findings: &mut Findings) {
        let Some(request) = self.kept_request(findings) else { return };
        findings.refuse_if(request.status != "pending", "request-not-pending");
    }

    /// C37: only whoever asked takes a request back.
    pub(super) fn withdraw_request(&self, findings: &mut Findings) {
        let Some(request) = self.kept_request(findings) else { return };
        findings.refuse_if(request.status != "pending", "request-not-pending");
        let is_asker = [&request.requested_by, &request.created_by].contains(&&self.facts.principal.id);
        findings.refuse_if(!is_asker, "not-the-requester");
    }

    /// C37.
    pub(super) fn revoke_grant(&self, findings: &mut Findings) {
        let Some(request) = self.kept_request(findings) else { return };
        let is_over = request.status != "granted" || request.window.end <= self.now;
        findings.refuse_if(is_over, "grant-not-active");
    }
}
