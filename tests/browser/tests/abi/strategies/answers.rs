//! What components answer.

use super::{LIST_MAX, any_flags, kind_and_level, text, texts, window};
use guestpass_contract::{
    Acceptance, ApiInfo, Assigner, AttributeInfo, AttributeType, Automatic, ChangeInfo, Decision, Effect, Explanation,
    FactsRead, FieldGroupInfo, Gate, GateOutcome, GateResult, GrantedBy, Holding, LimitInfo, Obligations, PolicyInfo,
    PrivilegeInfo, Reach, Reason, Refusal, Rejection, Remedy, RemedySet, Requirement, RoleInfo, RolePrivilege,
    RoleReference, Verdict, Warning,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

fn role_reference() -> impl Strategy<Value = RoleReference> {
    prop_oneof![any::<u16>().prop_map(RoleReference::Policy), any::<u16>().prop_map(RoleReference::Custom)]
}

fn granted_by() -> impl Strategy<Value = GrantedBy> {
    (of(role_reference()), select(Holding::ALL), of(any::<u16>())).prop_map(|(role, held, privilege)| GrantedBy {
        role,
        held,
        privilege,
    })
}

fn remedy() -> impl Strategy<Value = Remedy> {
    let plain = select(vec![
        Remedy::EstablishRelationship,
        Remedy::AccreditPartner,
        Remedy::EnableDomain,
        Remedy::GivePartnerServiceLayer,
        Remedy::GiveOwnSystemAccess,
        Remedy::AuthoriseUser,
        Remedy::EnableSso,
        Remedy::RemoveListing,
        Remedy::EnableAccess,
        Remedy::AdvanceAccess,
        Remedy::ExtendAccess,
        Remedy::DisableRoleManagement,
        Remedy::ObtainAccessGrant,
        Remedy::GrantRequest,
        Remedy::AdvanceAccessGrant,
        Remedy::ExtendAccessGrant,
    ]);
    prop_oneof![
        4 => plain,
        1 => any::<u16>().prop_map(Remedy::BuyEntitlement),
        1 => any::<u16>().prop_map(Remedy::AssignRole),
        1 => role_reference().prop_map(Remedy::EnableRole),
        1 => role_reference().prop_map(Remedy::AdvanceRole),
        1 => role_reference().prop_map(Remedy::ExtendRole),
    ]
}

fn explanation() -> impl Strategy<Value = Explanation> {
    let outcome = prop_oneof![
        Just(GateOutcome::Passed),
        Just(GateOutcome::Skipped),
        select(Reason::ALL).prop_map(GateOutcome::Failed),
        Just(GateOutcome::NotReached),
    ];
    let result = (select(Gate::ALL), outcome).prop_map(|(gate, outcome)| GateResult { gate, outcome });
    let set = vec(remedy(), 0..LIST_MAX).prop_map(|remedies| RemedySet { remedies });
    (vec(result, 0..LIST_MAX), vec(set, 0..LIST_MAX)).prop_map(|(gates, remedies)| Explanation { gates, remedies })
}

fn obligations() -> impl Strategy<Value = Obligations> {
    any_flags!(Obligations)
}

fn decision() -> impl Strategy<Value = Decision> {
    let first = (select(Effect::ALL), select(Reason::ALL), of(granted_by()), of(any::<i64>()), of(any::<i64>()));
    let second = (any::<u64>(), obligations(), any_flags!(FactsRead), of(explanation()));
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
    let privilege = (any::<u16>(), select(Reach::ALL), of(any::<u16>()))
        .prop_map(|(privilege, reach, condition)| RolePrivilege { privilege, reach, condition });
    let assigner = (any::<u16>(), any::<bool>()).prop_map(|(role, needs_grant)| Assigner { role, needs_grant });
    let first = (text(), text(), text(), texts(), texts(), texts(), kind_and_level());
    let second = (
        of(select(Automatic::ALL)),
        vec(privilege, 0..LIST_MAX),
        of(vec(assigner, 0..LIST_MAX)),
        of(any::<u16>()),
        any::<[bool; 3]>(),
    );
    (first, second).prop_map(|(first, second)| RoleInfo {
        name: first.0,
        title: first.1,
        summary: first.2,
        functions: first.3,
        designed_for: first.4,
        constraints: first.5,
        kind: first.6.0,
        level: first.6.1,
        automatic: second.0,
        privileges: second.1,
        assigned_by: second.2,
        holder_condition: second.3,
        run_scoped: second.4[0],
        switchable: second.4[1],
        deprecated: second.4[2],
    })
}

fn requirement() -> impl Strategy<Value = Requirement> {
    prop_oneof![
        Just(Requirement::Nothing),
        Just(Requirement::Entry),
        Just(Requirement::AnyRole),
        texts().prop_map(Requirement::Privileges),
    ]
}

fn field_group() -> impl Strategy<Value = FieldGroupInfo> {
    let indices = || vec(any::<u16>(), 0..LIST_MAX);
    (text(), text(), texts(), indices(), indices()).prop_map(|(name, summary, fields, shown_by, on)| FieldGroupInfo {
        name,
        summary,
        fields,
        shown_by,
        on,
    })
}

pub fn policy_info() -> impl Strategy<Value = PolicyInfo> {
    let privilege = (text(), text()).prop_map(|(name, summary)| PrivilegeInfo { name, summary });
    let gates = of(vec(select(Gate::ALL), 0..LIST_MAX));
    let api = (text(), text(), requirement(), gates).prop_map(|(name, summary, requirement, gates)| ApiInfo {
        name,
        summary,
        requirement,
        gates,
    });
    let attribute = (text(), select(AttributeType::ALL)).prop_map(|(name, holds)| AttributeInfo { name, holds });
    let change = (text(), requirement()).prop_map(|(name, requirement)| ChangeInfo { name, requirement });
    let limit = (text(), of(any::<u32>())).prop_map(|(name, maximum)| LimitInfo { name, maximum });
    let first = (text(), text(), text(), text(), vec(role_info(), 0..LIST_MAX));
    let second = (vec(privilege, 0..LIST_MAX), vec(api, 0..LIST_MAX), vec(field_group(), 0..LIST_MAX), texts());
    let third = (vec(attribute, 0..LIST_MAX), vec(change, 0..LIST_MAX), vec(limit, 0..LIST_MAX), texts());
    (first, second, third).prop_map(|(first, second, third)| PolicyInfo {
        name: first.0,
        version: first.1,
        source_digest: first.2,
        contract_version: first.3,
        roles: first.4,
        privileges: second.0,
        apis: second.1,
        field_groups: second.2,
        conditions: second.3,
        attributes: third.0,
        changes: third.1,
        limits: third.2,
        settings: third.3,
    })
}

pub fn verdict() -> impl Strategy<Value = Verdict> {
    let accepted = (vec(select(Warning::ALL), 0..LIST_MAX), obligations(), texts(), of(window())).prop_map(
        |(warnings, obligations, roles, access)| Verdict::Accepted(Acceptance { warnings, obligations, roles, access }),
    );
    let refused = (vec(select(Refusal::ALL), 0..LIST_MAX), of(select(Reason::ALL)))
        .prop_map(|(refusals, denial)| Verdict::Refused(Rejection { refusals, denial }));
    prop_oneof![accepted, refused]
}
