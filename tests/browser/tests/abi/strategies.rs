//! Any value of the contract, sensible or not.

use guestpass_contract::{
    Acceptance, AccessMode, AccessRequest, ApiInfo, Arrival, Change, CustomRole, CustomRoleEdit, Decision, Effect,
    Explanation, ExternalAccess, ExternalAccessEdit, ExternalAccessSettings, Facts, FactsRead, FieldGroupInfo, Gate,
    GateOutcome, GateResult, GrantedBy, Grantee, Holding, LimitInfo, ListedUser, NewPerson, Obligations,
    PartnerStanding, PartnerUserEdit, PolicyInfo, Principal, PrincipalKind, PrivilegeInfo, Reason, Refusal,
    Relationship, RelationshipStatus, Request, Requests, RoleAssignment, RoleGrant, RoleHolder, RoleInfo,
    RoleReference, RoleSwitch, RunGrant, Target, TextRange, Verdict, Warning, Window,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

const LIST_MAX: usize = 6;

fn text() -> impl Strategy<Value = String> {
    ".{0,12}"
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..LIST_MAX)
}

fn range() -> impl Strategy<Value = TextRange> {
    (any::<u32>(), any::<u32>()).prop_map(|(start, length)| TextRange { start, length })
}

fn ranges() -> impl Strategy<Value = Vec<TextRange>> {
    vec(range(), 0..LIST_MAX)
}

fn window() -> impl Strategy<Value = Window> {
    (any::<i64>(), any::<i64>()).prop_map(|(start, end)| Window { start, end })
}

fn mode() -> impl Strategy<Value = AccessMode> {
    prop_oneof![Just(AccessMode::Continuous), window().prop_map(AccessMode::Period), Just(AccessMode::Disabled)]
}

fn partner() -> impl Strategy<Value = PartnerStanding> {
    any::<[bool; 6]>().prop_map(|bits| PartnerStanding {
        accredited: bits[0],
        domain_enabled: bits[1],
        partner_service_layer: bits[2],
        own_system_access: bits[3],
        authorised: bits[4],
        sso_enabled: bits[5],
    })
}

fn principal() -> impl Strategy<Value = Principal> {
    (select(PrincipalKind::ALL), range(), range(), range(), partner())
        .prop_map(|(kind, id, email, identity, partner)| Principal { kind, id, email, identity, partner })
}

fn role_grant() -> impl Strategy<Value = RoleGrant> {
    (range(), range(), of(range()), of(range()), of(window())).prop_map(
        |(role, organisation, group, on_resource, window)| RoleGrant { role, organisation, group, on_resource, window },
    )
}

fn custom_role() -> impl Strategy<Value = CustomRole> {
    (range(), any::<u32>(), any::<u32>()).prop_map(|(name, privileges_start, privileges_length)| CustomRole {
        name,
        privileges_start,
        privileges_length,
    })
}

pub fn facts() -> impl Strategy<Value = Facts> {
    let relationship =
        (select(RelationshipStatus::ALL), any::<bool>()).prop_map(|(status, managed)| Relationship { status, managed });
    let access = (mode(), any::<bool>()).prop_map(|(mode, role_management)| ExternalAccess { mode, role_management });
    let listed = (range(), range()).prop_map(|(email, identity)| ListedUser { email, identity });
    let first = (text(), range(), ranges(), principal(), of(relationship), of(access));
    let second = (
        vec(listed, 0..LIST_MAX),
        ranges(),
        vec(role_grant(), 0..LIST_MAX),
        vec(custom_role(), 0..LIST_MAX),
        ranges(),
        ranges(),
    );
    (first, second).prop_map(|(first, second)| Facts {
        text: first.0,
        organisation: first.1,
        entitlements: first.2,
        principal: first.3,
        relationship: first.4,
        external_access: first.5,
        listed_users: second.0,
        groups: second.1,
        role_grants: second.2,
        custom_roles: second.3,
        custom_privileges: second.4,
        disabled_roles: second.5,
    })
}

pub fn requests() -> impl Strategy<Value = Requests> {
    let target = prop_oneof![range().prop_map(Target::Privileges), range().prop_map(Target::Api)];
    let request = (target, of(range()), any::<i64>(), any::<bool>())
        .prop_map(|(target, on_resource, now, explain)| Request { target, on_resource, now, explain });
    (text(), vec(request, 0..LIST_MAX)).prop_map(|(text, items)| Requests { text, items })
}

fn granted_by() -> impl Strategy<Value = GrantedBy> {
    let role = prop_oneof![any::<u16>().prop_map(RoleReference::Policy), any::<u16>().prop_map(RoleReference::Custom)];
    (of(role), select(Holding::ALL), any::<u16>()).prop_map(|(role, held, privilege)| GrantedBy {
        role,
        held,
        privilege,
    })
}

fn explanation() -> impl Strategy<Value = Explanation> {
    let outcome = prop_oneof![
        Just(GateOutcome::Passed),
        Just(GateOutcome::Skipped),
        select(Reason::ALL).prop_map(GateOutcome::Failed),
        Just(GateOutcome::NotReached),
    ];
    let result = (select(Gate::ALL), outcome).prop_map(|(gate, outcome)| GateResult { gate, outcome });
    vec(result, 0..LIST_MAX).prop_map(|gates| Explanation { gates })
}

fn obligations() -> impl Strategy<Value = Obligations> {
    any::<[bool; 2]>().prop_map(|bits| Obligations { data_protection_agreement: bits[0], name_the_person: bits[1] })
}

fn facts_read() -> impl Strategy<Value = FactsRead> {
    any::<[bool; 10]>().prop_map(|bits| FactsRead {
        principal: bits[0],
        entitlements: bits[1],
        relationship: bits[2],
        partner_standing: bits[3],
        listed_users: bits[4],
        external_access: bits[5],
        role_grants: bits[6],
        groups: bits[7],
        custom_roles: bits[8],
        disabled_roles: bits[9],
    })
}

fn decision() -> impl Strategy<Value = Decision> {
    let first = (select(Effect::ALL), select(Reason::ALL), of(granted_by()), of(any::<i64>()), of(any::<i64>()));
    let second = (any::<u64>(), obligations(), facts_read(), of(explanation()));
    (first, second).prop_map(|(first, second)| Decision {
        effect: first.0,
        reason: first.1,
        granted_by: first.2,
        valid_from: first.3,
        valid_until: first.4,
        hidden_field_groups: second.0,
        obligations: second.1,
        facts_read: second.2,
        explanation: second.3,
    })
}

pub fn decisions() -> impl Strategy<Value = Vec<Decision>> {
    vec(decision(), 0..LIST_MAX)
}

fn role_info() -> impl Strategy<Value = RoleInfo> {
    (text(), text(), text(), vec(any::<u16>(), 0..LIST_MAX), any::<bool>(), any::<bool>()).prop_map(
        |(name, title, summary, privileges, switchable, deprecated)| RoleInfo {
            name,
            title,
            summary,
            privileges,
            switchable,
            deprecated,
        },
    )
}

pub fn policy_info() -> impl Strategy<Value = PolicyInfo> {
    let privilege = (text(), text()).prop_map(|(name, summary)| PrivilegeInfo { name, summary });
    let api = (text(), text(), texts()).prop_map(|(name, summary, privileges)| ApiInfo { name, summary, privileges });
    let group = (text(), text()).prop_map(|(name, summary)| FieldGroupInfo { name, summary });
    let limit = (text(), of(any::<u32>())).prop_map(|(name, maximum)| LimitInfo { name, maximum });
    let first = (text(), text(), text(), text(), vec(role_info(), 0..LIST_MAX));
    let second =
        (vec(privilege, 0..LIST_MAX), vec(api, 0..LIST_MAX), vec(group, 0..LIST_MAX), vec(limit, 0..LIST_MAX), texts());
    (first, second).prop_map(|(first, second)| PolicyInfo {
        name: first.0,
        version: first.1,
        source_digest: first.2,
        contract_version: first.3,
        roles: first.4,
        privileges: second.0,
        apis: second.1,
        field_groups: second.2,
        limits: second.3,
        settings: second.4,
    })
}

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
    (text(), texts()).prop_map(|(name, privileges)| CustomRoleEdit { name, privileges })
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

pub fn verdict() -> impl Strategy<Value = Verdict> {
    let accepted = (vec(select(Warning::ALL), 0..LIST_MAX), obligations())
        .prop_map(|(warnings, obligations)| Verdict::Accepted(Acceptance { warnings, obligations }));
    prop_oneof![accepted, vec(select(Refusal::ALL), 0..LIST_MAX).prop_map(Verdict::Refused)]
}
