//! Right values that are read arrive whole.

use guestpass_contract::json::{
    facts_from_str, request_from_str, requests_from_array_str, review_facts_from_str, to_requests,
};
use guestpass_contract::{
    AccessGrantDraft, AccessMode, AppLevel, AttributeDraft, ChangeFacts, ChangeFactsBuilder, ChangePersonDraft,
    CustomRoleDraft, ExternalAccess, Facts, FactsBuilder, KeptRequestDraft, ListedUserDraft, Login, PartnerStanding,
    PrincipalDraft, Relationship, RelationshipStatus, RequestStatus, RoleGrantDraft, RoleKind, SubjectDraft,
    TargetDraft, UnfitFacts, ValueDraft, Window,
};

const FACTS: &str = include_str!("data/facts.json");
const REVIEW: &str = include_str!("data/review.json");
const REQUEST: &str = include_str!("data/request.json");
const NOW: i64 = 1_795_341_600_000;
const YEAR_START: i64 = 1_767_225_600_000;
const JUNE: i64 = 1_780_272_000_000;

/// What `data/facts.json` says.
fn example() -> Result<Facts, UnfitFacts> {
    let mut facts = FactsBuilder::new("initech")?;
    let partner = PartnerStanding::all();
    let (id, identity) = ("dana", "idp|42");
    facts.principal(&PrincipalDraft {
        id,
        identity,
        ..PrincipalDraft::partner_user("dana@partner.example", partner)
    })?;
    facts.relationship(Relationship { status: RelationshipStatus::Established, managed: false });
    let year = Window { start: YEAR_START, end: 1_798_761_600_000 };
    facts.external_access(ExternalAccess { mode: AccessMode::Period(year), role_management: true });
    facts.entitlement("flexera-one-saas-management")?;
    facts.listed_user("dana@initech.example", "idp|43")?.listed_user("", "idp|44")?.group("g")?;
    facts.role_grant(&RoleGrantDraft {
        group: Some("g"),
        on_resource: Some("app-1"),
        window: Some(Window { start: YEAR_START, end: JUNE + 500 }),
        ..RoleGrantDraft::of("saas-viewer", "initech")
    })?;
    facts.role_grant(&RoleGrantDraft::of("auditor", "initech"))?.role_grant(&RoleGrantDraft::of("hr", "globex"))?;
    let privileges = ["saas:application:view", "saas:user:view"];
    facts.custom_role(&CustomRoleDraft::of("auditor", &privileges))?.disabled_role("hr")?;
    Ok(facts.build())
}

/// What `data/review.json` says of the facts.
fn review_example() -> Result<Facts, UnfitFacts> {
    let window = Window { start: YEAR_START, end: JUNE };
    let mut facts = FactsBuilder::new("initech")?;
    facts.principal(&PrincipalDraft { login: Login::Account, ..PrincipalDraft::third_party("max", "globex") })?;
    facts.role_grant(&RoleGrantDraft::of("SUPPORT", "globex"))?;
    let (kind, level) = (RoleKind::App, AppLevel::Full);
    facts.custom_role(&CustomRoleDraft { kind, level, ..CustomRoleDraft::of("app-admin", &["a:b:c", "b:c:d"]) })?;
    facts.custom_role(&CustomRoleDraft::of("nothing", &[]))?;
    let (granted, pending) = (RequestStatus::Granted, RequestStatus::Pending);
    facts.access_grant(&AccessGrantDraft { status: granted, on_resource: Some("company-1"), window })?;
    facts.access_grant(&AccessGrantDraft { status: pending, on_resource: None, window })?;
    let attributes = [
        (SubjectDraft::Principal, "named", ValueDraft::Boolean(true)),
        (SubjectDraft::Principal, "subscriptions", ValueDraft::Texts(&["gold", ""])),
        (SubjectDraft::Organisation, "seats", ValueDraft::Integer(-5)),
        (SubjectDraft::Context, "ip", ValueDraft::Text("")),
        (SubjectDraft::Person, "born", ValueDraft::Timestamp(YEAR_START)),
        (SubjectDraft::Resource("app-1"), "owner", ValueDraft::Text("max")),
    ];
    for (subject, name, value) in attributes {
        facts.attribute(&AttributeDraft { subject, name, value })?;
    }
    Ok(facts.build())
}

/// What `data/review.json` says of the change.
fn change_example() -> Result<ChangeFacts, UnfitFacts> {
    let mut facts = ChangeFactsBuilder::new();
    facts.customer_managed(true).instances(2).role_assignments(u32::MAX).other_relationships(1);
    facts.managed_elsewhere(true).sso_arrivals(true).account_requests(true).company_in_account(true);
    facts.instance(ExternalAccess { mode: AccessMode::Disabled, role_management: true });
    facts.partner(PartnerStanding::ACCREDITED | PartnerStanding::AUTHORISED);
    facts.relationship(Relationship { status: RelationshipStatus::Ended, managed: false });
    facts.person(&ChangePersonDraft {
        login: Login::Account,
        email: "dana@partner.example",
        identity: "idp|42",
        counterparts: &[
            ListedUserDraft { email: "dana@initech.example", identity: "" },
            ListedUserDraft { email: "", identity: "idp|42" },
        ],
        roles: &["SUPPORT", "hr"],
        holds_role: true,
    })?;
    facts.default_role("hr")?;
    facts.request(&KeptRequestDraft {
        status: RequestStatus::Revoked,
        account: "initech",
        company: "company-1",
        requested_by: "max",
        created_by: "eve",
        window: Window { start: YEAR_START, end: JUNE },
    })?;
    Ok(facts.build())
}

#[test]
fn the_review_example_arrives_whole() {
    let expected = (review_example().unwrap(), change_example().unwrap());
    assert_eq!(review_facts_from_str(REVIEW).unwrap(), expected);
    // A decision has no use for what the change is judged by.
    assert_eq!(facts_from_str(REVIEW).unwrap(), expected.0);
    let (facts, change_facts) = review_facts_from_str(FACTS).unwrap();
    assert_eq!((facts, change_facts), (example().unwrap(), ChangeFacts::default()));
}

#[test]
fn the_example_facts_arrive_whole() {
    assert_eq!(facts_from_str(FACTS).unwrap(), example().unwrap());
}

#[test]
fn each_condition_of_entry_arrives_at_its_place() {
    let all =
        ["accredited", "domain_enabled", "partner_service_layer", "own_system_access", "authorised", "sso_enabled"];
    for off in all {
        let facts =
            facts_from_str(&FACTS.replace(&format!(r#""{off}": true"#), &format!(r#""{off}": false"#))).unwrap();
        let arrived = PartnerStanding::FLAGS.iter().map(|flag| facts.principal.partner.contains(*flag));
        let arrived: Vec<bool> = arrived.collect();
        assert_eq!(arrived, all.map(|name| name != off), "{off}");
    }
}

#[test]
fn order_and_duplicates_of_privileges_do_not_matter() {
    let text = |privileges| {
        format!(
            r#"{{"custom_roles":[{{"privileges":[{privileges}],"name":"r"}}],"principal":{{"kind":"unidentified"}},"organisation":"o"}}"#
        )
    };
    let first = facts_from_str(&text(r#""a:b:c","a:b:d""#)).unwrap();
    let second = facts_from_str(&text(r#""a:b:d","a:b:c","a:b:d""#)).unwrap();
    assert_eq!(first, second);
}

#[test]
fn what_is_left_out_may_be_null() {
    let short = r#"{"organisation":"o","principal":{"kind":"vendor-employee","id":"v"},"role_grants":[{"role":"r"}],"external_access":{"mode":"continuous","role_management":false}}"#;
    let long = r#"{"organisation":"o","principal":{"kind":"vendor-employee","id":"v","email":null,"identity":null,"partner":null,"login":null,"home":null},
        "relationship":null,"role_grants":[{"role":"r","organisation":null,"group":null,"on_resource":null,"window":null}],
        "external_access":{"mode":"continuous","role_management":false},"entitlements":[],"groups":[],"attributes":null,"change_facts":null}"#;
    let facts = facts_from_str(short).unwrap();
    assert_eq!(facts, facts_from_str(long).unwrap());
    assert_eq!(facts.external_access.unwrap().mode, AccessMode::Continuous);
    assert_eq!(facts.role_grants[0].organisation, facts.organisation);
}

#[test]
fn requests_arrive_whole() {
    let request = request_from_str(REQUEST).unwrap();
    let draft = request.as_draft();
    assert_eq!(draft.target, TargetDraft::Privileges("saas:application:view||saas:user:view"));
    assert_eq!((draft.on_resource, draft.now, draft.explain), (Some("app-1"), NOW, true));
    let requests =
        requests_from_array_str(&format!(r#"[{REQUEST},{{"api":"list","now":"1970-01-01T00:00:00Z"}}]"#)).unwrap();
    assert_eq!(requests[0], request);
    assert_eq!(requests[1].as_draft().target, TargetDraft::Api("list"));
    let packed = to_requests(&requests).unwrap();
    assert_eq!(packed.items.len(), 2);
    assert_eq!(packed.text, "saas:application:view||saas:user:viewapp-1list");
    // What an empty expression means is the policy's to say (R14).
    assert!(request_from_str(r#"{"privileges":"","now":"1970-01-01T00:00:00Z"}"#).is_ok());
}
