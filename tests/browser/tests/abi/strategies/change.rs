//! Changes.

use super::{kind_and_level, mode, text, texts};
use guestpass_contract::{
    AccessRequest, Arrival, Change, CustomRoleEdit, ExternalAccessEdit, ExternalAccessSettings, Grantee, NewPerson,
    PartnerUserEdit, RoleAssignment, RoleHolder, RoleSwitch, RunGrant,
};
use proptest::option::of;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

fn grantee() -> impl Strategy<Value = Grantee> {
    prop_oneof![Just(Grantee::Vendor), text().prop_map(Grantee::Partner)]
}

fn access_edit() -> impl Strategy<Value = ExternalAccessEdit> {
    (grantee(), mode(), any::<bool>()).prop_map(|(grantee, mode, role_management)| ExternalAccessEdit {
        grantee,
        settings: ExternalAccessSettings { mode, role_management },
    })
}

fn assignment() -> impl Strategy<Value = RoleAssignment> {
    let holder = prop_oneof![
        text().prop_map(RoleHolder::Person),
        text().prop_map(RoleHolder::Group),
        text().prop_map(RoleHolder::Account),
        text().prop_map(RoleHolder::ExternalPerson),
    ];
    (holder, text(), of(text())).prop_map(|(holder, role, on_resource)| RoleAssignment { holder, role, on_resource })
}

fn partner_user() -> impl Strategy<Value = PartnerUserEdit> {
    (text(), text()).prop_map(|(customer, person)| PartnerUserEdit { customer, person })
}

fn custom_role_edit() -> impl Strategy<Value = CustomRoleEdit> {
    (text(), kind_and_level(), texts()).prop_map(|(name, (kind, level), privileges)| CustomRoleEdit {
        name,
        kind,
        level,
        privileges,
    })
}

fn run_grant() -> impl Strategy<Value = RunGrant> {
    (text(), text()).prop_map(|(run, role)| RunGrant { run, role })
}

fn access_request() -> impl Strategy<Value = AccessRequest> {
    (of(text()), of(text()), of(text()), of(text()), of(any::<i64>()), of(any::<i64>())).prop_map(
        |(account, company, description, requested_by, valid_from, valid_to)| AccessRequest {
            account,
            company,
            description,
            requested_by,
            valid_from,
            valid_to,
        },
    )
}

pub fn change() -> impl Strategy<Value = Change> {
    let person = (text(), select(&[Arrival::Manual, Arrival::Sso, Arrival::AccountRequest][..]), texts())
        .prop_map(|(email, arrival, roles)| NewPerson { email, arrival, roles });
    let switch = (text(), any::<bool>()).prop_map(|(role, enabled)| RoleSwitch { role, enabled });
    let edits = prop_oneof![
        access_edit().prop_map(Change::CreateExternalAccess),
        access_edit().prop_map(Change::EditExternalAccess),
        grantee().prop_map(Change::DeleteExternalAccess),
        partner_user().prop_map(Change::AuthoriseUser),
        partner_user().prop_map(Change::WithdrawUserAuthorisation),
        custom_role_edit().prop_map(Change::CreateCustomRole),
        custom_role_edit().prop_map(Change::EditCustomRole),
        switch.prop_map(Change::SwitchRole),
        assignment().prop_map(Change::AssignRole),
        assignment().prop_map(Change::UnassignRole),
    ];
    let names = prop_oneof![
        text().prop_map(Change::EstablishRelationship),
        text().prop_map(Change::MakeCustomerManaged),
        text().prop_map(Change::EndRelationship),
        text().prop_map(Change::DeleteCustomRole),
        text().prop_map(Change::GrantRequest),
        text().prop_map(Change::RejectRequest),
        text().prop_map(Change::WithdrawRequest),
        text().prop_map(Change::RevokeGrant),
    ];
    let others = prop_oneof![
        person.prop_map(Change::AddPerson),
        of(text()).prop_map(Change::SetDefaultRole),
        run_grant().prop_map(Change::GrantRun),
        run_grant().prop_map(Change::WithdrawRun),
        access_request().prop_map(Change::SubmitRequest),
    ];
    prop_oneof![edits, names, others]
}
