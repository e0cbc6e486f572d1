//! Changes and verdicts.

use guestpass_contract::{
    Acceptance, AccessMode, AccessRequest, AppLevel, Arrival, Change, ChangeFacts, ChangePerson, CustomRoleEdit,
    ExternalAccess, ExternalAccessEdit, ExternalAccessSettings, Grantee, InstantMs, KeptRequest, ListedUser, Login,
    NameSpan, NewPerson, Obligations, PartnerStanding, PartnerUserEdit, Reason, Refusal, Rejection, Relationship,
    RequestStatus, RoleAssignment, RoleHolder, RoleKind, RoleSwitch, RunGrant, TextRange, Verdict, Warning, Window,
};

use crate::abi::macros::{enumeration, record, variant};

enumeration!(Arrival::Manual);
enumeration!(Refusal::Malformed);
enumeration!(Warning::DualListed);

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
    kind: RoleKind,
    level: AppLevel,
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

record!(ChangePerson {
    login: Login,
    email: TextRange,
    identity: TextRange,
    counterparts: Vec<ListedUser>,
    roles: NameSpan,
    holds_role: bool,
});

record!(KeptRequest {
    status: RequestStatus,
    account: TextRange,
    company: TextRange,
    requested_by: TextRange,
    created_by: TextRange,
    window: Window,
});

record!(ChangeFacts {
    text: String,
    names: Vec<TextRange>,
    customer_managed: bool,
    instance: Option<ExternalAccess>,
    instances: u32,
    role_assignments: u32,
    partner: PartnerStanding,
    relationship: Option<Relationship>,
    other_relationships: u32,
    managed_elsewhere: bool,
    person: Option<ChangePerson>,
    sso_arrivals: bool,
    account_requests: bool,
    default_role: TextRange,
    request: Option<KeptRequest>,
    company_in_account: bool,
});

record!(Acceptance {
    warnings: Vec<Warning>,
    obligations: Obligations,
    roles: Vec<String>,
    access: Option<Window>,
});

record!(Rejection {
    refusals: Vec<Refusal>,
    denial: Option<Reason>,
});

variant!(Verdict {
    0 => Accepted(acceptance: Acceptance),
    1 => Refused(rejection: Rejection),
});
