//! What the policy has to know of each change, and what is written when it accepts.

mod external_access;
mod partner_users;
mod people;
mod relationships;
mod requests;
mod roles;
mod runs;

use guestpass_contract::{Acceptance, Change};
use guestpass_store::{Expected, ResourceName, StoreError};
pub use people::newcomer;

use super::administered::{Created, Unadministered};
use super::gathered::Gathered;
use super::ground::Ground;

/// Collects what a change is judged by.
pub(super) async fn gather(ground: &mut Ground<'_>, change: &Change) -> Result<Gathered, Unadministered> {
    match change {
        Change::CreateExternalAccess(edit) | Change::EditExternalAccess(edit) => {
            external_access::gather(ground, &edit.grantee).await
        }
        Change::DeleteExternalAccess(grantee) => external_access::gather(ground, grantee).await,
        Change::EstablishRelationship(customer) => relationships::gather_to_establish(ground, customer).await,
        Change::MakeCustomerManaged(customer) | Change::EndRelationship(customer) => {
            relationships::gather(ground, customer).await
        }
        Change::AuthoriseUser(edit) | Change::WithdrawUserAuthorisation(edit) => {
            partner_users::gather(ground, edit).await
        }
        Change::CreateCustomRole(edit) => roles::gather_to_create(ground, edit).await,
        Change::EditCustomRole(edit) => roles::gather_to_edit(ground, edit).await,
        // All that this is judged by are the organisation's own roles, which are among the facts.
        Change::DeleteCustomRole(_) => Ok(Gathered::default()),
        Change::SwitchRole(switch) => roles::gather_to_switch(ground, switch).await,
        Change::AssignRole(assignment) => roles::gather_to_assign(ground, assignment).await,
        Change::UnassignRole(assignment) => roles::gather_to_unassign(ground, assignment).await,
        Change::AddPerson(person) => people::gather(ground, person).await,
        Change::SetDefaultRole(_) => people::gather_settings(ground).await,
        Change::GrantRun(grant) | Change::WithdrawRun(grant) => runs::gather(ground, grant).await,
        Change::SubmitRequest(request) => requests::gather_to_submit(ground, request).await,
        Change::WithdrawRequest(id) => requests::gather_to_withdraw(ground, id).await,
        Change::GrantRequest(id) | Change::RejectRequest(id) | Change::RevokeGrant(id) => {
            requests::gather(ground, id).await
        }
    }
}

/// Whether a change decides about a request for access that somebody has made.
pub(super) fn decides_about_request(change: &Change) -> bool {
    matches!(change, Change::GrantRequest(_) | Change::RejectRequest(_) | Change::RevokeGrant(_))
}

/// Writes what an accepted change makes different. `expected` is what the thing that is changed has to be.
pub(super) async fn apply(
    ground: &mut Ground<'_>,
    change: &Change,
    acceptance: &Acceptance,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    match change {
        Change::CreateExternalAccess(edit) => external_access::put(ground, edit, Expected::Absent).await,
        Change::EditExternalAccess(edit) => external_access::put(ground, edit, expected).await,
        Change::DeleteExternalAccess(grantee) => external_access::delete(ground, grantee, expected).await,
        Change::EstablishRelationship(customer) => relationships::put(ground, customer, false, expected).await,
        Change::MakeCustomerManaged(customer) => relationships::put(ground, customer, true, expected).await,
        Change::EndRelationship(customer) => relationships::end(ground, customer, expected).await,
        Change::AuthoriseUser(edit) => partner_users::authorise(ground, edit, expected).await,
        Change::WithdrawUserAuthorisation(edit) => partner_users::withdraw(ground, edit, expected).await,
        Change::CreateCustomRole(edit) => roles::put_custom(ground, edit, Expected::Absent).await,
        Change::EditCustomRole(edit) => roles::put_custom(ground, edit, expected).await,
        Change::DeleteCustomRole(name) => roles::delete_custom(ground, name, expected).await,
        Change::SwitchRole(switch) => roles::switch(ground, switch, expected).await,
        Change::AssignRole(assignment) => roles::assign(ground, assignment, expected).await,
        Change::UnassignRole(assignment) => roles::unassign(ground, assignment, expected).await,
        Change::AddPerson(person) => people::add(ground, person, acceptance).await,
        Change::SetDefaultRole(role) => people::set_default_role(ground, role.as_deref(), expected).await,
        Change::GrantRun(grant) => runs::open(ground, grant, expected).await,
        Change::WithdrawRun(grant) => runs::close(ground, grant, expected).await,
        Change::SubmitRequest(request) => requests::submit(ground, request).await,
        Change::GrantRequest(id) => requests::grant(ground, id, acceptance, expected).await,
        Change::RejectRequest(id) => requests::reject(ground, id, expected).await,
        Change::WithdrawRequest(id) => requests::withdraw(ground, id, expected).await,
        Change::RevokeGrant(id) => requests::revoke(ground, id, expected).await,
    }
}

/// A resource of the organisation; none when nothing can be called so.
fn resource_name(kind: &str, id: &str) -> Option<ResourceName> {
    Some(ResourceName { kind: kind.parse().ok()?, id: id.parse().ok()? })
}
