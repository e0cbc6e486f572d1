//! Changes that a policy reviews, as actions.

use guestpass_contract::{AccessMode, Change, ExternalAccessEdit, Grantee, PartnerUserEdit, RoleHolder};

use super::action::{Action, Deed, Detail};

/// What of a change may be logged. That is its kind, whom it is about, and what access it gives.
pub(super) fn action(change: &Change) -> Action {
    match change {
        Change::CreateExternalAccess(edit) => external_access(Deed::CreateExternalAccess, edit),
        Change::EditExternalAccess(edit) => external_access(Deed::EditExternalAccess, edit),
        Change::DeleteExternalAccess(grantee) => about_grantee(Deed::DeleteExternalAccess, grantee),
        Change::EstablishRelationship(customer) => Action::new(Deed::EstablishRelationship).about(customer),
        Change::MakeCustomerManaged(customer) => Action::new(Deed::MakeCustomerManaged).about(customer),
        Change::EndRelationship(customer) => Action::new(Deed::EndRelationship).about(customer),
        Change::AuthoriseUser(edit) => partner_user(Deed::AuthoriseUser, edit),
        Change::WithdrawUserAuthorisation(edit) => partner_user(Deed::WithdrawUserAuthorisation, edit),
        Change::CreateCustomRole(edit) => {
            Action::new(Deed::CreateCustomRole).about(&edit.name).with(Detail::Privileges, &edit.privileges.join(" "))
        }
        Change::EditCustomRole(edit) => {
            Action::new(Deed::EditCustomRole).about(&edit.name).with(Detail::Privileges, &edit.privileges.join(" "))
        }
        Change::DeleteCustomRole(name) => Action::new(Deed::DeleteCustomRole).about(name),
        Change::SwitchRole(switch) => {
            Action::new(Deed::SwitchRole).about(&switch.role).with(Detail::Enabled, yes_or_no(switch.enabled))
        }
        Change::AssignRole(assignment) => {
            role(Deed::AssignRole, &assignment.holder, &assignment.role, assignment.on_resource.as_deref())
        }
        Change::UnassignRole(assignment) => {
            role(Deed::UnassignRole, &assignment.holder, &assignment.role, assignment.on_resource.as_deref())
        }
        Change::AddPerson(person) => Action::new(Deed::AddPerson)
            .with(Detail::Arrival, person.arrival.name())
            .with(Detail::Role, &person.roles.join(" ")),
        Change::SetDefaultRole(role) => {
            let action = Action::new(Deed::SetDefaultRole);
            role.iter().fold(action, |action, role| action.about(role))
        }
        Change::GrantRun(grant) => Action::new(Deed::GrantRun).about(&grant.run).with(Detail::Role, &grant.role),
        Change::WithdrawRun(grant) => Action::new(Deed::WithdrawRun).about(&grant.run).with(Detail::Role, &grant.role),
        Change::SubmitRequest(request) => {
            let action = Action::new(Deed::SubmitRequest);
            let names = [&request.account, &request.company].into_iter().flatten();
            let action = names.fold(action, |action, name| action.about(name));
            request.requested_by.iter().fold(action, |action, person| action.with(Detail::RequestedBy, person))
        }
        Change::GrantRequest(id) => Action::new(Deed::GrantRequest).about(id),
        Change::RejectRequest(id) => Action::new(Deed::RejectRequest).about(id),
        Change::WithdrawRequest(id) => Action::new(Deed::WithdrawRequest).about(id),
        Change::RevokeGrant(id) => Action::new(Deed::RevokeGrant).about(id),
    }
}

fn about_grantee(deed: Deed, grantee: &Grantee) -> Action {
    match grantee {
        Grantee::Vendor => Action::new(deed).with(Detail::Kind, "vendor"),
        Grantee::Partner(name) => Action::new(deed).about(name).with(Detail::Kind, "partner"),
    }
}

fn external_access(deed: Deed, edit: &ExternalAccessEdit) -> Action {
    let action = about_grantee(deed, &edit.grantee);
    let action = action.with(Detail::RoleManagement, yes_or_no(edit.settings.role_management));
    match edit.settings.mode {
        AccessMode::Continuous => action.with(Detail::Mode, "continuous"),
        AccessMode::Disabled => action.with(Detail::Mode, "disabled"),
        AccessMode::Period(window) => {
            let window = format!("{}..{}", window.start, window.end);
            action.with(Detail::Mode, "period").with(Detail::Window, &window)
        }
    }
}

fn partner_user(deed: Deed, edit: &PartnerUserEdit) -> Action {
    Action::new(deed).about(&edit.customer).about(&edit.person)
}

fn role(deed: Deed, holder: &RoleHolder, role: &str, on_resource: Option<&str>) -> Action {
    let (kind, name) = match holder {
        RoleHolder::Person(name) => ("person", name),
        RoleHolder::Group(name) => ("group", name),
        RoleHolder::Account(name) => ("account", name),
        RoleHolder::ExternalPerson(name) => ("external-person", name),
    };
    let action = Action::new(deed).about(name).with(Detail::Kind, kind).with(Detail::Role, role);
    on_resource.iter().fold(action, |action, resource| action.with(Detail::OnResource, resource))
}

fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "true" } else { "false" }
}
