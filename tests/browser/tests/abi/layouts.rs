//! Sizes and alignments, compared with those that the component tools compute from the WIT files.

use guestpass_browser::abi::Layout;
use guestpass_contract as contract;
use wit_parser::{Resolve, SizeAlign, Type};

/// Name in the WIT files, size and alignment here.
type Row = (&'static str, usize, usize);

macro_rules! layouts {
    ($($name:literal $type:ident,)+) => {
        vec![$(($name, <contract::$type as Layout>::SIZE, <contract::$type as Layout>::ALIGN),)+]
    };
}

/// Facts, requests and decisions.
fn of_checks() -> Vec<Row> {
    layouts![
        "text-range" TextRange,
        "name-span" NameSpan,
        "window" Window,
        "principal-kind" PrincipalKind,
        "login" Login,
        "relationship-status" RelationshipStatus,
        "partner-standing" PartnerStanding,
        "relationship" Relationship,
        "listed-user" ListedUser,
        "access-mode" AccessMode,
        "external-access" ExternalAccess,
        "principal" Principal,
        "holding" Holding,
        "role-grant" RoleGrant,
        "role-kind" RoleKind,
        "app-level" AppLevel,
        "custom-role" CustomRole,
        "attribute-subject" AttributeSubject,
        "attribute-value" AttributeValue,
        "attribute" Attribute,
        "request-status" RequestStatus,
        "access-grant" AccessGrant,
        "facts" Facts,
        "target" Target,
        "request" Request,
        "requests" Requests,
        "effect" Effect,
        "reason" Reason,
        "role-reference" RoleReference,
        "granted-by" GrantedBy,
        "facts-read" FactsRead,
        "obligations" Obligations,
        "gate" Gate,
        "gate-outcome" GateOutcome,
        "gate-result" GateResult,
        "remedy" Remedy,
        "remedy-set" RemedySet,
        "explanation" Explanation,
        "decision" Decision,
    ]
}

/// Descriptions, changes and verdicts.
fn of_descriptions_and_reviews() -> Vec<Row> {
    layouts![
        "reach" Reach,
        "role-privilege" RolePrivilege,
        "automatic" Automatic,
        "assigner" Assigner,
        "role-info" RoleInfo,
        "privilege-info" PrivilegeInfo,
        "requirement" Requirement,
        "api-info" ApiInfo,
        "change-info" ChangeInfo,
        "field-group-info" FieldGroupInfo,
        "attribute-type" AttributeType,
        "attribute-info" AttributeInfo,
        "limit-info" LimitInfo,
        "policy-info" PolicyInfo,
        "grantee" Grantee,
        "external-access-settings" ExternalAccessSettings,
        "external-access-edit" ExternalAccessEdit,
        "partner-user-edit" PartnerUserEdit,
        "role-holder" RoleHolder,
        "role-assignment" RoleAssignment,
        "custom-role-edit" CustomRoleEdit,
        "role-switch" RoleSwitch,
        "arrival" Arrival,
        "new-person" NewPerson,
        "run-grant" RunGrant,
        "access-request" AccessRequest,
        "change" Change,
        "change-person" ChangePerson,
        "kept-request" KeptRequest,
        "change-facts" ChangeFacts,
        "refusal" Refusal,
        "warning" Warning,
        "acceptance" Acceptance,
        "rejection" Rejection,
        "verdict" Verdict,
        "init-error" InitError,
    ]
}

/// Names of numbers; Rust's own types stand for them.
const ALIASES: [&str; 9] = [
    "instant",
    "organisation-id",
    "entity-id",
    "role-name",
    "privilege-name",
    "role-index",
    "privilege-index",
    "custom-role-index",
    "condition-index",
];

#[test]
fn layouts_are_those_of_the_wit_files() {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("policy.wit", include_str!("../../../../wit/policy.wit")).expect("the contract");
    let types = resolve.packages[package].interfaces["evaluation"];
    let mut sizes = SizeAlign::default();
    sizes.fill(&resolve);
    let mut ours = [of_checks(), of_descriptions_and_reviews()].concat();
    for (name, id) in &resolve.interfaces[types].types {
        if ALIASES.contains(&name.as_str()) {
            continue;
        }
        let position = ours.iter().position(|(ours, _, _)| ours == name);
        let (_, size, align) = ours.swap_remove(position.unwrap_or_else(|| panic!("`{name}` is not in the list")));
        let ty = Type::Id(*id);
        assert_eq!(size, sizes.size(&ty).size_wasm32(), "size of `{name}`");
        assert_eq!(align, sizes.align(&ty).align_wasm32(), "alignment of `{name}`");
    }
    assert!(ours.is_empty(), "no longer in the contract: {ours:?}");
}
