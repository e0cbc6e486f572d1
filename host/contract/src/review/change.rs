//! A change that somebody wants to make.

use crate::{
    AccessRequest, CustomRoleEdit, ExternalAccessEdit, Grantee, NewPerson, PartnerUserEdit, RoleAssignment, RoleSwitch,
    RunGrant,
};

/// A change that somebody wants to make. The person is the principal of the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum Change {
    /// Set up external access for a grantee (F17, F19).
    #[cfg_attr(feature = "wasmtime", component(name = "create-external-access"))]
    CreateExternalAccess(ExternalAccessEdit),
    /// Change mode, period or role management (F12, F19, F31).
    #[cfg_attr(feature = "wasmtime", component(name = "edit-external-access"))]
    EditExternalAccess(ExternalAccessEdit),
    /// Remove an instance (F13, F19).
    #[cfg_attr(feature = "wasmtime", component(name = "delete-external-access"))]
    DeleteExternalAccess(Grantee),
    /// Establish a relationship with a customer (S3, S15).
    #[cfg_attr(feature = "wasmtime", component(name = "establish-relationship"))]
    EstablishRelationship(String),
    /// Make the customer a managed one (S15).
    #[cfg_attr(feature = "wasmtime", component(name = "make-customer-managed"))]
    MakeCustomerManaged(String),
    /// End the relationship with a customer (S23).
    #[cfg_attr(feature = "wasmtime", component(name = "end-relationship"))]
    EndRelationship(String),
    /// Authorise a partner's user for a customer (F20, S6, S8).
    #[cfg_attr(feature = "wasmtime", component(name = "authorise-user"))]
    AuthoriseUser(PartnerUserEdit),
    /// Take the authorisation away.
    #[cfg_attr(feature = "wasmtime", component(name = "withdraw-user-authorisation"))]
    WithdrawUserAuthorisation(PartnerUserEdit),
    /// Make a custom role (R3, P3).
    #[cfg_attr(feature = "wasmtime", component(name = "create-custom-role"))]
    CreateCustomRole(CustomRoleEdit),
    /// Change a custom role's privileges.
    #[cfg_attr(feature = "wasmtime", component(name = "edit-custom-role"))]
    EditCustomRole(CustomRoleEdit),
    /// Remove a custom role.
    #[cfg_attr(feature = "wasmtime", component(name = "delete-custom-role"))]
    DeleteCustomRole(String),
    /// Switch a role on or off (P4).
    #[cfg_attr(feature = "wasmtime", component(name = "switch-role"))]
    SwitchRole(RoleSwitch),
    /// Give a role to somebody (C9-C22, F14, P13).
    #[cfg_attr(feature = "wasmtime", component(name = "assign-role"))]
    AssignRole(RoleAssignment),
    /// Take a role from somebody.
    #[cfg_attr(feature = "wasmtime", component(name = "unassign-role"))]
    UnassignRole(RoleAssignment),
    /// Add a person (P17, P18).
    #[cfg_attr(feature = "wasmtime", component(name = "add-person"))]
    AddPerson(NewPerson),
    /// Choose the role of people who arrive by themselves (P17); none to choose no role.
    #[cfg_attr(feature = "wasmtime", component(name = "set-default-role"))]
    SetDefaultRole(Option<String>),
    /// Open a workflow run to a role (P12).
    #[cfg_attr(feature = "wasmtime", component(name = "grant-run"))]
    GrantRun(RunGrant),
    /// Close a workflow run to a role.
    #[cfg_attr(feature = "wasmtime", component(name = "withdraw-run"))]
    WithdrawRun(RunGrant),
    /// Ask for access (C25-C30).
    #[cfg_attr(feature = "wasmtime", component(name = "submit-request"))]
    SubmitRequest(AccessRequest),
    /// Grant a request, by its id (C32, C33).
    #[cfg_attr(feature = "wasmtime", component(name = "grant-request"))]
    GrantRequest(String),
    /// Reject a request, by its id (C37).
    #[cfg_attr(feature = "wasmtime", component(name = "reject-request"))]
    RejectRequest(String),
    /// Withdraw one's own request, by its id (C37).
    #[cfg_attr(feature = "wasmtime", component(name = "withdraw-request"))]
    WithdrawRequest(String),
    /// Revoke what a request was granted, by its id (C37).
    #[cfg_attr(feature = "wasmtime", component(name = "revoke-grant"))]
    RevokeGrant(String),
}
