//! Changes.

use super::{collect, roles};
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::change::{
    AccessRequest, Arrival, CustomRoleEdit, ExternalAccessEdit, Grantee, NewPerson, PartnerUserEdit, ProposedMode,
    RoleAssignment, RoleHolder, RoleSwitch, RunGrant,
};
use guestpass_rules::limits::{NAME_BYTES_MAX, NAMES_MAX};
use guestpass_rules::{Change, EntityId, Instant, OrganisationId, Reason, RoleName, Window};

/// The change, or why it makes no sense.
pub(crate) fn change(change: &wit::Change) -> Result<Change<'_>, Reason> {
    Ok(match change {
        wit::Change::CreateExternalAccess(edit) => Change::CreateExternalAccess(external_access(edit)?),
        wit::Change::EditExternalAccess(edit) => Change::EditExternalAccess(external_access(edit)?),
        wit::Change::DeleteExternalAccess(whose) => Change::DeleteExternalAccess(grantee(whose)?),
        wit::Change::EstablishRelationship(customer) => Change::EstablishRelationship(organisation(customer)?),
        wit::Change::MakeCustomerManaged(customer) => Change::MakeCustomerManaged(organisation(customer)?),
        wit::Change::EndRelationship(customer) => Change::EndRelationship(organisation(customer)?),
        wit::Change::AuthoriseUser(edit) => Change::AuthoriseUser(partner_user(edit)?),
        wit::Change::WithdrawUserAuthorisation(edit) => Change::WithdrawUserAuthorisation(partner_user(edit)?),
        wit::Change::CreateCustomRole(edit) => Change::CreateCustomRole(custom_role(edit)?),
        wit::Change::EditCustomRole(edit) => Change::EditCustomRole(custom_role(edit)?),
        wit::Change::DeleteCustomRole(name) => Change::DeleteCustomRole(role(name)?),
        wit::Change::SwitchRole(switch) => {
            Change::SwitchRole(RoleSwitch { role: role(&switch.role)?, enabled: switch.enabled })
        }
        wit::Change::AssignRole(assignment) => Change::AssignRole(role_assignment(assignment)?),
        wit::Change::UnassignRole(assignment) => Change::UnassignRole(role_assignment(assignment)?),
        wit::Change::AddPerson(person) => Change::AddPerson(new_person(person)?),
        wit::Change::SetDefaultRole(name) => Change::SetDefaultRole(name.as_deref().map(role).transpose()?),
        wit::Change::GrantRun(grant) => Change::GrantRun(run_grant(grant)?),
        wit::Change::WithdrawRun(grant) => Change::WithdrawRun(run_grant(grant)?),
        wit::Change::SubmitRequest(request) => Change::SubmitRequest(access_request(request)?),
        wit::Change::GrantRequest(id) => Change::GrantRequest(entity(id)?),
        wit::Change::RejectRequest(id) => Change::RejectRequest(entity(id)?),
        wit::Change::WithdrawRequest(id) => Change::WithdrawRequest(entity(id)?),
        wit::Change::RevokeGrant(id) => Change::RevokeGrant(entity(id)?),
    })
}

/// A change names things as briefly as facts do: what is longer could never be looked up again.
fn name(name: &str) -> Result<&str, Reason> {
    if name.len() > NAME_BYTES_MAX { Err(Reason::LimitExceeded) } else { Ok(name) }
}

fn organisation(id: &str) -> Result<OrganisationId<'_>, Reason> {
    name(id).map(OrganisationId)
}

fn entity(id: &str) -> Result<EntityId<'_>, Reason> {
    name(id).map(EntityId)
}

fn role(role: &str) -> Result<RoleName<'_>, Reason> {
    name(role).map(RoleName)
}

fn optional_entity(id: Option<&String>) -> Result<Option<EntityId<'_>>, Reason> {
    id.map(|id| entity(id)).transpose()
}

fn grantee(grantee: &wit::Grantee) -> Result<Grantee<'_>, Reason> {
    match grantee {
        wit::Grantee::Vendor => Ok(Grantee::Vendor),
        wit::Grantee::Partner(partner) => organisation(partner).map(Grantee::Partner),
    }
}

/// F28: a period that runs backward is a reason to refuse this change, not a misunderstanding.
fn external_access(edit: &wit::ExternalAccessEdit) -> Result<ExternalAccessEdit<'_>, Reason> {
    Ok(ExternalAccessEdit {
        grantee: grantee(&edit.grantee)?,
        mode: match edit.settings.mode {
            wit::AccessMode::Continuous => ProposedMode::Continuous,
            wit::AccessMode::Period(period) => {
                ProposedMode::Period(Window::new(Instant(period.start), Instant(period.end)))
            }
            wit::AccessMode::Disabled => ProposedMode::Disabled,
        },
        role_management: edit.settings.role_management,
    })
}

fn partner_user(edit: &wit::PartnerUserEdit) -> Result<PartnerUserEdit<'_>, Reason> {
    Ok(PartnerUserEdit { customer: organisation(&edit.customer)?, person: entity(&edit.person)? })
}

/// The rules say what is wrong with a privilege, however long it is.
fn custom_role(edit: &wit::CustomRoleEdit) -> Result<CustomRoleEdit<'_>, Reason> {
    if edit.privileges.len() > NAMES_MAX {
        return Err(Reason::LimitExceeded);
    }
    Ok(CustomRoleEdit {
        name: role(&edit.name)?,
        kind: roles::kind(edit.kind),
        level: roles::level(edit.level),
        privileges: edit.privileges.iter().map(String::as_str).collect(),
    })
}

fn role_assignment(assignment: &wit::RoleAssignment) -> Result<RoleAssignment<'_>, Reason> {
    Ok(RoleAssignment {
        holder: match &assignment.holder {
            wit::RoleHolder::Person(id) => RoleHolder::Person(entity(id)?),
            wit::RoleHolder::Group(id) => RoleHolder::Group(entity(id)?),
            wit::RoleHolder::Account(id) => RoleHolder::Account(entity(id)?),
            wit::RoleHolder::ExternalPerson(id) => RoleHolder::ExternalPerson(entity(id)?),
        },
        role: role(&assignment.role)?,
        on_resource: optional_entity(assignment.on_resource.as_ref())?,
    })
}

fn new_person(person: &wit::NewPerson) -> Result<NewPerson<'_>, Reason> {
    if person.roles.len() > NAMES_MAX {
        return Err(Reason::LimitExceeded);
    }
    Ok(NewPerson {
        email: name(&person.email)?,
        arrival: match person.arrival {
            wit::Arrival::Manual => Arrival::Manual,
            wit::Arrival::Sso => Arrival::Sso,
            wit::Arrival::AccountRequest => Arrival::AccountRequest,
        },
        roles: collect(&person.roles, |name| role(name))?,
    })
}

fn run_grant(grant: &wit::RunGrant) -> Result<RunGrant<'_>, Reason> {
    Ok(RunGrant { run: entity(&grant.run)?, role: role(&grant.role)? })
}

/// The rules have no use for the description: it is for whoever grants the request.
fn access_request(request: &wit::AccessRequest) -> Result<AccessRequest<'_>, Reason> {
    Ok(AccessRequest {
        account: request.account.as_deref().map(organisation).transpose()?,
        company: optional_entity(request.company.as_ref())?,
        requested_by: optional_entity(request.requested_by.as_ref())?,
        valid_from: request.valid_from.map(Instant),
        valid_to: request.valid_to.map(Instant),
    })
}
