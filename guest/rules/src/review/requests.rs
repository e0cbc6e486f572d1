//! Requests for access: submit, grant, reject, withdraw, revoke (C25-C37, C40).

use super::assignments::is_eligible;
use super::named_role::NamedRole;
use super::{Context, Findings};
use crate::change::{AccessRequest, ChangeKind, KeptRequest, Refusal, Warning};
use crate::facts::RequestStatus;
use crate::identifiers::{EntityId, PrivilegeIndex, RoleName};
use crate::policy::{Reach, Requirement};
use crate::time::{Instant, Window};

const MILLISECONDS_OF_AN_HOUR: i64 = 3_600_000;

pub(super) fn submit(context: &Context<'_, '_>, request: &AccessRequest<'_>, findings: &mut Findings<'_>) {
    findings.refuse_if(request.account.is_none(), Refusal::MissingAccount);
    findings.refuse_if(request.company.is_none(), Refusal::MissingCompany);
    findings.refuse_if(request.requested_by.is_none(), Refusal::MissingRequestedBy);
    findings.refuse_if(request.valid_from.is_none(), Refusal::MissingValidFrom);
    findings.refuse_if(request.valid_to.is_none(), Refusal::MissingValidTo);

    let is_elsewhere = request.account.is_some_and(|account| account != context.facts.organisation);
    findings.refuse_if(is_elsewhere, Refusal::NotFound);
    if request.account.is_some() && request.company.is_some() {
        findings.refuse_if(!context.change_facts.company_in_account, Refusal::CompanyNotInAccount);
    }
    if let (Some(from), Some(to)) = (request.valid_from, request.valid_to) {
        judge_period(context, from, to, findings);
    }
    findings.refuse_if(request.valid_to.is_some_and(|to| to <= context.now), Refusal::RequestExpired);
    let is_ineligible = request.requested_by.is_some_and(|person| !may_request(context, person));
    findings.refuse_if(is_ineligible, Refusal::RequesterNotEligible);
}

pub(super) fn grant(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let Some(request) = kept_request(context, findings) else { return };
    // C33: two people, always: neither for whom access is asked for grants it, nor who has asked.
    let is_own = [request.requested_by, request.created_by].contains(&context.facts.principal.id);
    findings.refuse_if(is_own, Refusal::SelfGrant);
    findings.refuse_if(context.now >= request.window.end(), Refusal::RequestExpired);
    match request.status {
        RequestStatus::Pending => {}
        RequestStatus::Granted => findings.warn_if(true, Warning::NoChange),
        RequestStatus::Rejected | RequestStatus::Withdrawn | RequestStatus::Revoked => {
            findings.refuse(Refusal::RequestNotPending);
        }
    }
    // C36: nothing that happened before the grant becomes allowed by it.
    findings.access = Window::new(context.now.max(request.window.start()), request.window.end());
}

pub(super) fn reject(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    if let Some(request) = kept_request(context, findings) {
        findings.refuse_if(request.status != RequestStatus::Pending, Refusal::RequestNotPending);
    }
}

pub(super) fn withdraw(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let Some(request) = kept_request(context, findings) else { return };
    findings.refuse_if(request.status != RequestStatus::Pending, Refusal::RequestNotPending);
    let person = context.facts.principal.id;
    let is_own = person == request.requested_by || person == request.created_by;
    findings.refuse_if(!is_own, Refusal::NotTheRequester);
}

pub(super) fn revoke(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    if let Some(request) = kept_request(context, findings) {
        let is_active = request.status == RequestStatus::Granted && context.now < request.window.end();
        findings.refuse_if(!is_active, Refusal::GrantNotActive);
    }
}

/// The request that the change names. One for another account is not there for this one.
fn kept_request<'a>(context: &Context<'_, 'a>, findings: &mut Findings<'_>) -> Option<KeptRequest<'a>> {
    let request = context.change_facts.request.filter(|request| request.account == context.facts.organisation);
    findings.refuse_if(request.is_none(), Refusal::NotFound);
    request
}

/// C35: a window that can hold something. C40: no longer than the policy allows.
fn judge_period(context: &Context<'_, '_>, from: Instant, to: Instant, findings: &mut Findings<'_>) {
    findings.refuse_if(from >= to, Refusal::InvalidPeriod);
    let Some(hours) = context.policy.limit("access-grant-hours") else { return };
    let maximum = i64::from(hours).saturating_mul(MILLISECONDS_OF_AN_HOUR);
    // The longest difference that a number of 64 bits can hold is longer than any limit.
    findings.refuse_if(to.0.saturating_sub(from.0) > maximum, Refusal::LimitExceeded);
}

/// Whether access may be asked for in the name of this person (C25, C30). The person asking has been judged already.
fn may_request(context: &Context<'_, '_>, person: EntityId<'_>) -> bool {
    if person == context.facts.principal.id {
        return true;
    }
    let Some(Requirement::AnyOf(wanted)) = context.policy.change_requirement(ChangeKind::SubmitRequest) else {
        return true;
    };
    let named = context.change_facts.person.as_ref();
    named.is_some_and(|named| named.roles.iter().any(|&role| lets_request(context, role, person, wanted)))
}

/// Whether a role, held in the person's own organisation, would let the person ask for access.
fn lets_request(
    context: &Context<'_, '_>,
    name: RoleName<'_>,
    person: EntityId<'_>,
    wanted: &[PrivilegeIndex],
) -> bool {
    let Some(role) = NamedRole::find(context, name).and_then(NamedRole::of_policy) else { return false };
    let gives = role
        .privileges
        .iter()
        .any(|given| given.reach != Reach::WithGrant && given.condition.is_none() && wanted.contains(&given.privilege));
    gives && !context.facts.disabled_roles.contains(&name) && is_eligible(context, role, person) == Ok(true)
}
