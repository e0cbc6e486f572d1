//! Judges changes.
//!
//! [`permission`] says whether the person may make a change of this kind; one module for each family of changes says
//! whether the change itself is valid. All of them report to [`findings`], so that a rejection names every reason.

mod assignments;
mod custom_roles;
mod external_access;
mod findings;
mod named_role;
mod partner_users;
mod people;
mod permission;
mod relationships;
mod requests;
mod runs;
#[cfg(test)]
mod tests;
mod well_formed;

use crate::change::{Change, ChangeFacts, Verdict};
use crate::facts::Facts;
use crate::policy::Policy;
use crate::time::Instant;
use findings::Findings;

/// What every rule of a review may look at.
#[derive(Clone, Copy)]
struct Context<'c, 'a> {
    policy: &'a Policy,
    facts: &'c Facts<'a>,
    change_facts: &'c ChangeFacts<'a>,
    now: Instant,
}

impl Context<'_, '_> {
    /// Whether one more than there is would be more than the policy allows (F25, F26, F30).
    fn is_full(&self, limit: &str, count: u32) -> bool {
        self.policy.limit(limit).is_some_and(|maximum| count >= maximum)
    }
}

/// May the principal of these facts make this change at this instant, and is it valid?
///
/// A rejection names every reason, not only the first. Facts or a change that break the contract leave nothing else to
/// say.
#[must_use]
pub fn review<'a>(
    policy: &'a Policy,
    facts: &Facts<'a>,
    change_facts: &ChangeFacts<'a>,
    change: &Change<'a>,
    now: Instant,
) -> Verdict<'a> {
    let deleted = match change {
        Change::DeleteCustomRole(name) => Some(*name),
        _ => None,
    };
    if facts.validate_for(policy, deleted).is_err()
        || !well_formed::change_facts(change_facts)
        || !well_formed::change(change)
    {
        return Findings::malformed();
    }
    let context = Context { policy, facts, change_facts, now };
    let mut findings = Findings::default();
    permission::judge(&context, change, &mut findings);
    judge(&context, change, &mut findings);
    findings.into_verdict(facts.principal.kind.is_external())
}

/// Whether the change is valid, whoever makes it.
fn judge<'a>(context: &Context<'_, 'a>, change: &Change<'a>, findings: &mut Findings<'a>) {
    match change {
        Change::CreateExternalAccess(edit) => external_access::create(context, edit, findings),
        Change::EditExternalAccess(edit) => external_access::edit(context, edit, findings),
        Change::DeleteExternalAccess(grantee) => external_access::delete(context, *grantee, findings),
        Change::EstablishRelationship(_) => relationships::establish(context, findings),
        Change::MakeCustomerManaged(_) => relationships::make_managed(context, findings),
        Change::EndRelationship(_) => relationships::end(context, findings),
        Change::AuthoriseUser(_) => partner_users::authorise(context, findings),
        Change::WithdrawUserAuthorisation(_) => partner_users::withdraw(context, findings),
        Change::CreateCustomRole(edit) => custom_roles::create(context, edit, findings),
        Change::EditCustomRole(edit) => custom_roles::edit(context, edit, findings),
        Change::DeleteCustomRole(name) => custom_roles::delete(context, *name, findings),
        Change::SwitchRole(switch) => custom_roles::switch(context, switch, findings),
        Change::AssignRole(assignment) => assignments::assign(context, assignment, findings),
        Change::UnassignRole(assignment) => assignments::unassign(context, assignment, findings),
        Change::AddPerson(person) => people::add(context, person, findings),
        Change::SetDefaultRole(role) => people::set_default_role(context, *role, findings),
        Change::GrantRun(grant) | Change::WithdrawRun(grant) => runs::judge(context, grant, findings),
        Change::SubmitRequest(request) => requests::submit(context, request, findings),
        Change::GrantRequest(_) => requests::grant(context, findings),
        Change::RejectRequest(_) => requests::reject(context, findings),
        Change::WithdrawRequest(_) => requests::withdraw(context, findings),
        Change::RevokeGrant(_) => requests::revoke(context, findings),
    }
}
