//! Whether the person may make a change of this kind at all (R6, C9-C22).

use super::{Context, Findings};
use crate::change::{Change, Refusal};
use crate::check;
use crate::decision::Reason;
use crate::facts::PrincipalKind;
use crate::identifiers::{EntityId, RoleName};
use crate::policy::Assigner;

pub(super) fn judge<'a>(context: &Context<'_, 'a>, change: &Change<'a>, findings: &mut Findings<'a>) {
    let Some(requirement) = context.policy.change_requirement(change.kind()) else {
        return findings.refuse(Refusal::UnsupportedChange);
    };
    let on_resource = resource_of(context, change);
    if let Some(assigners) = assigners_of(context, change) {
        return judge_assigner(context, assigners, on_resource, findings);
    }
    let permission = check::permission(context.policy, context.facts, requirement, on_resource, context.now);
    if let Err(reason) = permission {
        findings.not_permitted(reason);
    }
}

/// The one resource that a change is about; none when it is about the organisation as a whole.
fn resource_of<'a>(context: &Context<'_, 'a>, change: &Change<'a>) -> Option<EntityId<'a>> {
    match change {
        Change::AssignRole(assignment) | Change::UnassignRole(assignment) => assignment.on_resource,
        Change::GrantRun(grant) | Change::WithdrawRun(grant) => Some(grant.run),
        Change::SubmitRequest(request) => request.company,
        Change::GrantRequest(_) | Change::RejectRequest(_) | Change::WithdrawRequest(_) | Change::RevokeGrant(_) => {
            context.change_facts.request.map(|request| request.company)
        }
        _ => None,
    }
}

/// Whose holders alone may make this change; none where a privilege decides.
fn assigners_of<'a>(context: &Context<'_, 'a>, change: &Change<'_>) -> Option<&'a [Assigner]> {
    let (Change::AssignRole(assignment) | Change::UnassignRole(assignment)) = change else { return None };
    let role: RoleName<'_> = assignment.role;
    let index = context.policy.role_index(role)?;
    context.policy.role(index)?.assigned_by.as_deref()
}

/// The matrix of who assigns which role, in place of a privilege (C14).
fn judge_assigner(
    context: &Context<'_, '_>,
    assigners: &[Assigner],
    on_resource: Option<EntityId<'_>>,
    findings: &mut Findings<'_>,
) {
    let Context { policy, facts, now, .. } = *context;
    if facts.principal.kind == PrincipalKind::Unidentified {
        findings.not_permitted(Reason::NotIdentified);
    } else if let Err(reason) = check::entry(policy, facts, now) {
        findings.not_permitted(reason);
    } else {
        let may_assign = check::holds_assigner(policy, facts, assigners, on_resource, now);
        findings.refuse_if(!may_assign, Refusal::NotAnAssigner);
    }
}
