//! Changes. Their names are their own strings, so that nothing can go wrong with them here.

use super::words::{app_level, role_kind};
use guestpass_contract as contract;
use guestpass_rules as rules;
use rules::change::{self, ProposedMode};
use rules::{EntityId, Instant, OrganisationId, RoleName};

/// The rules' view of a change.
#[must_use]
pub fn lower_change(change: &contract::Change) -> rules::Change<'_> {
    use contract::Change as From;
    use rules::Change as To;
    match change {
        From::CreateExternalAccess(edit) => To::CreateExternalAccess(external_access(edit)),
        From::EditExternalAccess(edit) => To::EditExternalAccess(external_access(edit)),
        From::DeleteExternalAccess(whose) => To::DeleteExternalAccess(grantee(whose)),
        From::EstablishRelationship(customer) => To::EstablishRelationship(OrganisationId(customer)),
        From::MakeCustomerManaged(customer) => To::MakeCustomerManaged(OrganisationId(customer)),
        From::EndRelationship(customer) => To::EndRelationship(OrganisationId(customer)),
        From::AuthoriseUser(edit) => To::AuthoriseUser(partner_user(edit)),
        From::WithdrawUserAuthorisation(edit) => To::WithdrawUserAuthorisation(partner_user(edit)),
        From::CreateCustomRole(edit) => To::CreateCustomRole(custom_role(edit)),
        From::EditCustomRole(edit) => To::EditCustomRole(custom_role(edit)),
        From::DeleteCustomRole(name) => To::DeleteCustomRole(RoleName(name)),
        From::SwitchRole(switch) => {
            To::SwitchRole(change::RoleSwitch { role: RoleName(&switch.role), enabled: switch.enabled })
        }
        From::AssignRole(assignment) => To::AssignRole(role_assignment(assignment)),
        From::UnassignRole(assignment) => To::UnassignRole(role_assignment(assignment)),
        From::AddPerson(person) => To::AddPerson(new_person(person)),
        From::SetDefaultRole(role) => To::SetDefaultRole(role.as_deref().map(RoleName)),
        From::GrantRun(grant) => To::GrantRun(run_grant(grant)),
        From::WithdrawRun(grant) => To::WithdrawRun(run_grant(grant)),
        From::SubmitRequest(request) => To::SubmitRequest(access_request(request)),
        From::GrantRequest(id) => To::GrantRequest(EntityId(id)),
        From::RejectRequest(id) => To::RejectRequest(EntityId(id)),
        From::WithdrawRequest(id) => To::WithdrawRequest(EntityId(id)),
        From::RevokeGrant(id) => To::RevokeGrant(EntityId(id)),
    }
}

fn grantee(grantee: &contract::Grantee) -> change::Grantee<'_> {
    match grantee {
        contract::Grantee::Vendor => change::Grantee::Vendor,
        contract::Grantee::Partner(partner) => change::Grantee::Partner(OrganisationId(partner)),
    }
}

fn external_access(edit: &contract::ExternalAccessEdit) -> change::ExternalAccessEdit<'_> {
    change::ExternalAccessEdit {
        grantee: grantee(&edit.grantee),
        mode: match edit.settings.mode {
            contract::AccessMode::Continuous => ProposedMode::Continuous,
            // One that runs backward is what the rules have to refuse, so that it must come this far.
            contract::AccessMode::Period(period) => ProposedMode::Period(super::window(period).ok()),
            contract::AccessMode::Disabled => ProposedMode::Disabled,
        },
        role_management: edit.settings.role_management,
    }
}

fn partner_user(edit: &contract::PartnerUserEdit) -> change::PartnerUserEdit<'_> {
    change::PartnerUserEdit { customer: OrganisationId(&edit.customer), person: EntityId(&edit.person) }
}

fn custom_role(edit: &contract::CustomRoleEdit) -> change::CustomRoleEdit<'_> {
    change::CustomRoleEdit {
        name: RoleName(&edit.name),
        kind: role_kind(edit.kind),
        level: app_level(edit.level),
        privileges: edit.privileges.iter().map(String::as_str).collect(),
    }
}

fn role_assignment(assignment: &contract::RoleAssignment) -> change::RoleAssignment<'_> {
    change::RoleAssignment {
        holder: match &assignment.holder {
            contract::RoleHolder::Person(id) => change::RoleHolder::Person(EntityId(id)),
            contract::RoleHolder::Group(id) => change::RoleHolder::Group(EntityId(id)),
            contract::RoleHolder::Account(id) => change::RoleHolder::Account(EntityId(id)),
            contract::RoleHolder::ExternalPerson(id) => change::RoleHolder::ExternalPerson(EntityId(id)),
        },
        role: RoleName(&assignment.role),
        on_resource: assignment.on_resource.as_deref().map(EntityId),
    }
}

fn new_person(person: &contract::NewPerson) -> change::NewPerson<'_> {
    change::NewPerson {
        email: &person.email,
        arrival: match person.arrival {
            contract::Arrival::Manual => change::Arrival::Manual,
            contract::Arrival::Sso => change::Arrival::Sso,
            contract::Arrival::AccountRequest => change::Arrival::AccountRequest,
        },
        roles: person.roles.iter().map(|name| RoleName(name)).collect(),
    }
}

fn run_grant(grant: &contract::RunGrant) -> change::RunGrant<'_> {
    change::RunGrant { run: EntityId(&grant.run), role: RoleName(&grant.role) }
}

fn access_request(request: &contract::AccessRequest) -> change::AccessRequest<'_> {
    change::AccessRequest {
        account: request.account.as_deref().map(OrganisationId),
        company: request.company.as_deref().map(EntityId),
        requested_by: request.requested_by.as_deref().map(EntityId),
        valid_from: request.valid_from.map(Instant),
        valid_to: request.valid_to.map(Instant),
    }
}
