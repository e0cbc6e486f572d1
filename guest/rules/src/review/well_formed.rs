//! Whether the rules may rely on a change at all (X5): two things without a name are not the same thing.

use crate::change::{Change, ChangeFacts, Grantee, RoleAssignment, RoleHolder};
use crate::identifiers::{EntityId, OrganisationId, RoleName};
use crate::limits::{LISTED_USERS_MAX, ROLE_GRANTS_MAX};

/// Whether nothing that a change is about lacks its name.
pub(super) fn change(change: &Change<'_>) -> bool {
    match change {
        Change::CreateExternalAccess(edit) | Change::EditExternalAccess(edit) => is_grantee(edit.grantee),
        Change::DeleteExternalAccess(grantee) => is_grantee(*grantee),
        Change::EstablishRelationship(customer)
        | Change::MakeCustomerManaged(customer)
        | Change::EndRelationship(customer) => is_organisation(*customer),
        Change::AuthoriseUser(edit) | Change::WithdrawUserAuthorisation(edit) => {
            is_organisation(edit.customer) && is_entity(edit.person)
        }
        // An empty privilege is one that breaks the grammar, and refused for that.
        Change::CreateCustomRole(edit) | Change::EditCustomRole(edit) => is_role(edit.name),
        Change::DeleteCustomRole(role) => is_role(*role),
        Change::SwitchRole(switch) => is_role(switch.role),
        Change::AssignRole(assignment) | Change::UnassignRole(assignment) => is_assignment(assignment),
        Change::AddPerson(person) => !person.email.is_empty() && person.roles.iter().copied().all(is_role),
        Change::SetDefaultRole(role) => role.is_none_or(is_role),
        Change::GrantRun(grant) | Change::WithdrawRun(grant) => is_entity(grant.run) && is_role(grant.role),
        Change::SubmitRequest(request) => {
            request.account.is_none_or(is_organisation)
                && request.company.is_none_or(is_entity)
                && request.requested_by.is_none_or(is_entity)
        }
        Change::GrantRequest(request)
        | Change::RejectRequest(request)
        | Change::WithdrawRequest(request)
        | Change::RevokeGrant(request) => is_entity(*request),
    }
}

/// Whether the facts about what a change names keep the bounds of the contract.
pub(super) fn change_facts(change_facts: &ChangeFacts<'_>) -> bool {
    let person_is_bounded = change_facts
        .person
        .as_ref()
        .is_none_or(|person| person.counterparts.len() <= LISTED_USERS_MAX && person.roles.len() <= ROLE_GRANTS_MAX);
    let request_is_named = change_facts.request.is_none_or(|request| {
        is_organisation(request.account)
            && [request.company, request.requested_by, request.created_by].into_iter().all(is_entity)
    });
    person_is_bounded && request_is_named
}

fn is_assignment(assignment: &RoleAssignment<'_>) -> bool {
    let (RoleHolder::Person(holder)
    | RoleHolder::Group(holder)
    | RoleHolder::Account(holder)
    | RoleHolder::ExternalPerson(holder)) = assignment.holder;
    is_entity(holder) && is_role(assignment.role) && assignment.on_resource.is_none_or(is_entity)
}

fn is_grantee(grantee: Grantee<'_>) -> bool {
    match grantee {
        Grantee::Vendor => true,
        Grantee::Partner(partner) => is_organisation(partner),
    }
}

fn is_organisation(organisation: OrganisationId<'_>) -> bool {
    !organisation.0.is_empty()
}

fn is_entity(entity: EntityId<'_>) -> bool {
    !entity.0.is_empty()
}

fn is_role(role: RoleName<'_>) -> bool {
    !role.0.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{ChangePerson, KeptRequest};
    use crate::facts::{ListedUser, Login, RequestStatus};
    use crate::time::{Instant, Window};
    use alloc::vec;

    #[test]
    fn a_person_is_not_more_than_the_contract_holds() {
        for (counterparts, roles, expected) in [
            (LISTED_USERS_MAX, ROLE_GRANTS_MAX, true),
            (LISTED_USERS_MAX + 1, 0, false),
            (0, ROLE_GRANTS_MAX + 1, false),
        ] {
            let person = ChangePerson {
                login: Login::User,
                email: "",
                identity: "",
                counterparts: vec![ListedUser { email: "a@x", identity: "" }; counterparts],
                roles: vec![RoleName("HR"); roles],
                holds_role: false,
            };
            let facts = ChangeFacts { person: Some(person), ..ChangeFacts::default() };
            assert_eq!(change_facts(&facts), expected, "{counterparts} counterparts, {roles} roles");
        }
    }

    #[test]
    fn a_kept_request_names_all_that_it_is_about() {
        let window = Window::new(Instant(0), Instant(1)).expect("the window runs forward");
        for (account, company, requested_by, created_by, expected) in [
            ("acme", "berlin", "sam", "kim", true),
            ("", "berlin", "sam", "kim", false),
            ("acme", "", "sam", "kim", false),
            ("acme", "berlin", "", "kim", false),
            ("acme", "berlin", "sam", "", false),
        ] {
            let request = KeptRequest {
                status: RequestStatus::Pending,
                account: OrganisationId(account),
                company: EntityId(company),
                requested_by: EntityId(requested_by),
                created_by: EntityId(created_by),
                window,
            };
            let facts = ChangeFacts { request: Some(request), ..ChangeFacts::default() };
            assert_eq!(change_facts(&facts), expected, "{account}, {company}, {requested_by}, {created_by}");
        }
    }
}
