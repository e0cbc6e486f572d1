//! Changes and verdicts.

use guestpass_contract::{
    Acceptance, AccessMode, AccessRequest, Arrival, Change, CustomRoleEdit, ExternalAccessEdit, ExternalAccessSettings,
    Grantee, InstantMs, NewPerson, Obligations, PartnerUserEdit, Refusal, RoleAssignment, RoleHolder, RoleSwitch,
    RunGrant, Verdict, Warning,
};

use crate::abi::macros::{enumeration, record, variant};

enumeration!(Arrival);
enumeration!(Refusal);
enumeration!(Warning);

variant!(Grantee {
    0 => Vendor,
    1 => Partner(organisation: String),
});

record!(ExternalAccessSettings { mode: AccessMode, role_management: bool });

record!(ExternalAccessEdit { grantee: Grantee, settings: ExternalAccessSettings });

record!(PartnerUserEdit { customer: String, person: String });

variant!(RoleHolder {
    0 => Person(id: String),
    1 => Group(id: String),
    2 => Account(id: String),
    3 => ExternalPerson(id: String),
});

record!(RoleAssignment {
    holder: RoleHolder,
    role: String,
    on_resource: Option<String>,
});

record!(CustomRoleEdit {
    name: String,
    privileges: Vec<String>,
});

record!(RoleSwitch { role: String, enabled: bool });

record!(NewPerson {
    email: String,
    arrival: Arrival,
    roles: Vec<String>,
});

record!(RunGrant { run: String, role: String });

record!(AccessRequest {
    account: Option<String>,
    company: Option<String>,
    description: Option<String>,
    requested_by: Option<String>,
    valid_from: Option<InstantMs>,
    valid_to: Option<InstantMs>,
});

variant!(Change {
    0 => CreateExternalAccess(edit: ExternalAccessEdit),
    1 => EditExternalAccess(edit: ExternalAccessEdit),
    2 => DeleteExternalAccess(grantee: Grantee),
    3 => EstablishRelationship(customer: String),
    4 => MakeCustomerManaged(customer: String),
    5 => EndRelationship(customer: String),
    6 => AuthoriseUser(edit: PartnerUserEdit),
    7 => WithdrawUserAuthorisation(edit: PartnerUserEdit),
    8 => CreateCustomRole(edit: CustomRoleEdit),
    9 => EditCustomRole(edit: CustomRoleEdit),
    10 => DeleteCustomRole(name: String),
    11 => SwitchRole(switch: RoleSwitch),
    12 => AssignRole(assignment: RoleAssignment),
    13 => UnassignRole(assignment: RoleAssignment),
    14 => AddPerson(person: NewPerson),
    15 => SetDefaultRole(role: Option<String>),
    16 => GrantRun(grant: RunGrant),
    17 => WithdrawRun(grant: RunGrant),
    18 => SubmitRequest(request: AccessRequest),
    19 => GrantRequest(id: String),
    20 => RejectRequest(id: String),
    21 => WithdrawRequest(id: String),
    22 => RevokeGrant(id: String),
});

record!(Acceptance {
    warnings: Vec<Warning>,
    obligations: Obligations,
});

variant!(Verdict {
    0 => Accepted(acceptance: Acceptance),
    1 => Refused(reasons: Vec<Refusal>),
});
