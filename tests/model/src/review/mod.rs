//! Whether a change may be made and is valid: every reason, never only the first.

mod assignments;
mod custom_roles;
mod external_access;
pub(crate) mod findings;
mod newcomers;
mod partners;
mod permission;
mod requests;
mod role_checks;

use crate::answer::Verdict;
use crate::change::{Change, Proposal};
use crate::document::Document;
use crate::facts::Facts;
use crate::instants::Instant;
use crate::json::Unreadable;
use crate::malformed;
use findings::Findings;

/// What every rule about changes looks at.
#[derive(Debug)]
pub(crate) struct Review<'a> {
    document: &'a Document,
    facts: &'a Facts,
    proposal: &'a Proposal,
    now: Instant,
}

/// Judges a change.
pub(crate) fn review(document: &Document, facts: &Facts, proposal: &Proposal) -> Result<Verdict, Unreadable> {
    let deleted = match &proposal.change {
        Change::DeleteCustomRole(name) => Some(name.as_str()),
        _ => None,
    };
    if malformed::facts_for(document, facts, deleted).is_some() {
        return Ok(Verdict::Refused { refusals: vec!["malformed"], denial: None });
    }
    let review = Review { document, facts, proposal, now: proposal.now };
    let mut findings = Findings::default();
    review.permission(&mut findings);
    review.validity(&mut findings);
    // X7: whoever comes from outside is recorded by name.
    if facts.principal.is_external() {
        findings.obligations.insert("name-the-person");
    }
    Ok(findings.verdict())
}

impl Review<'_> {
    fn validity(&self, findings: &mut Findings) {
        match &self.proposal.change {
            Change::CreateExternalAccess(partner, wished) => {
                self.create_external_access(partner.as_deref(), wished, findings);
            }
            Change::EditExternalAccess(wished) => self.edit_external_access(wished, findings),
            Change::DeleteExternalAccess(partner) => self.delete_external_access(partner.as_deref(), findings),
            Change::EstablishRelationship => self.establish_relationship(findings),
            Change::MakeCustomerManaged => self.make_customer_managed(findings),
            Change::EndRelationship => self.end_relationship(findings),
            Change::AuthoriseUser => self.authorise_user(findings),
            Change::WithdrawUserAuthorisation => self.withdraw_user_authorisation(findings),
            Change::CreateCustomRole(role) => self.create_custom_role(role, findings),
            Change::EditCustomRole(role) => self.edit_custom_role(role, findings),
            Change::DeleteCustomRole(name) => self.delete_custom_role(name, findings),
            Change::SwitchRole(name, enabled) => self.switch_role(name, *enabled, findings),
            Change::AssignRole(assignment) => self.assign_role(assignment, findings),
            Change::UnassignRole(assignment) => self.unassign_role(assignment, findings),
            Change::AddPerson(email, arrival, roles) => self.add_person(email, arrival, roles, findings),
            Change::SetDefaultRole(name) => self.set_default_role(name.as_deref(), findings),
            Change::GrantRun(_, role) | Change::WithdrawRun(_, role) => self.open_or_close_run(role, findings),
            Change::SubmitRequest(request) => self.submit_request(request, findings),
            Change::GrantRequest => self.grant_request(findings),
            Change::RejectRequest => self.reject_request(findings),
            Change::WithdrawRequest => self.withdraw_request(findings),
            Change::RevokeGrant => self.revoke_grant(findings),
        }
    }
}
