//! Right values: what is read arrives whole, and what is printed has its keys in their order.

use guestpass_contract::json::{
    DecisionJson, PolicyInfoJson, facts_from_str, request_from_str, requests_from_array_str, to_requests, to_string,
};
use guestpass_contract::{
    AccessMode, ApiInfo, Decision, Effect, Explanation, ExternalAccess, Facts, FactsBuilder, FactsRead, FieldGroupInfo,
    Gate, GateOutcome, GateResult, GrantedBy, Holding, LimitInfo, Obligations, PartnerStanding, PolicyInfo,
    PrincipalDraft, PrincipalKind, PrivilegeInfo, Reason, Relationship, RelationshipStatus, RoleGrantDraft, RoleInfo,
    RoleReference, TargetDraft, TextTooLong, Window,
};

const FACTS: &str = include_str!("data/facts.json");
const REQUEST: &str = include_str!("data/request.json");
const NOW: i64 = 1_795_341_600_000;
const YEAR_START: i64 = 1_767_225_600_000;

/// What `data/facts.json` says.
fn example() -> Result<Facts, TextTooLong> {
    let mut facts = FactsBuilder::new("initech")?;
    let partner = PartnerStanding::all();
    let (kind, id, email) = (PrincipalKind::PartnerUser, "dana", "dana@partner.example");
    facts.principal(&PrincipalDraft { kind, id, email, identity: "idp|42", partner })?;
    facts.relationship(Relationship { status: RelationshipStatus::Established, managed: false });
    let year = Window { start: YEAR_START, end: 1_798_761_600_000 };
    facts.external_access(ExternalAccess { mode: AccessMode::Period(year), role_management: true });
    facts.entitlement("flexera-one-saas-management")?;
    facts.listed_user("dana@initech.example", "idp|43")?.listed_user("", "idp|44")?.group("g")?;
    facts.role_grant(&RoleGrantDraft {
        group: Some("g"),
        on_resource: Some("app-1"),
        window: Some(Window { start: YEAR_START, end: 1_780_272_000_500 }),
        ..RoleGrantDraft::of("saas-viewer", "initech")
    })?;
    facts.role_grant(&RoleGrantDraft::of("auditor", "initech"))?.role_grant(&RoleGrantDraft::of("hr", "globex"))?;
    facts.custom_role("auditor", ["saas:application:view", "saas:user:view"])?.disabled_role("hr")?;
    Ok(facts.build())
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
        let PartnerStanding {
            accredited,
            domain_enabled,
            partner_service_layer,
            own_system_access,
            authorised,
            sso_enabled,
        } = facts.principal.partner;
        let arrived = [accredited, domain_enabled, partner_service_layer, own_system_access, authorised, sso_enabled];
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
    let long = r#"{"organisation":"o","principal":{"kind":"vendor-employee","id":"v","email":null,"identity":null,"partner":null},
        "relationship":null,"role_grants":[{"role":"r","organisation":null,"group":null,"on_resource":null,"window":null}],
        "external_access":{"mode":"continuous","role_management":false},"entitlements":[],"groups":[]}"#;
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

fn info() -> PolicyInfo {
    let text = |text: &str| text.to_owned();
    PolicyInfo {
        name: text("flexera-one"),
        version: text("2026.1"),
        source_digest: text("5d"),
        contract_version: text("0.1.0"),
        roles: vec![RoleInfo {
            name: text("saas-viewer"),
            title: text("Viewer"),
            summary: text("Looks."),
            privileges: vec![0],
            switchable: true,
            deprecated: false,
        }],
        privileges: vec![PrivilegeInfo { name: text("saas:application:view"), summary: text("See.") }],
        apis: vec![ApiInfo {
            name: text("list"),
            summary: text("All."),
            privileges: vec![text("saas:application:view")],
        }],
        field_groups: ["costs", "names"].map(|name| FieldGroupInfo { name: text(name), summary: text("F.") }).to_vec(),
        limits: vec![LimitInfo { name: text("external-access-instances"), maximum: None }],
        settings: vec![text("role:saas-viewer")],
    }
}

fn decision() -> Decision {
    Decision {
        effect: Effect::Allow,
        reason: Reason::Granted,
        granted_by: Some(GrantedBy { role: Some(RoleReference::Policy(0)), held: Holding::External, privilege: 0 }),
        valid_from: Some(YEAR_START),
        valid_until: None,
        hidden_field_groups: 0b10,
        obligations: Obligations { name_the_person: true, ..Obligations::default() },
        facts_read: FactsRead { principal: true, partner_standing: true, ..FactsRead::default() },
        explanation: None,
    }
}

/// `decision` as it is printed, or the code of the error.
fn printed(decision: &Decision, now_ms: i64) -> String {
    let facts = example().unwrap_or_default();
    let info = info();
    let shape = DecisionJson::new(decision, &info, &facts, now_ms, "c0ffee");
    shape.and_then(|shape| to_string(&shape)).unwrap_or_else(|error| format!("{} {}", error.code(), error.path()))
}

const POLICY: &str = r#""policy":{"name":"flexera-one","version":"2026.1","digest":"sha256:c0ffee"}}"#;

#[test]
fn an_allowed_decision() {
    let expected = [
        r#"{"effect":"allow","reason":"granted","granted_by":{"role":"saas-viewer","role_kind":"policy","held":"external","privilege":"saas:application:view"},"#,
        r#""now":"2026-11-22T10:00:00Z","valid_from":"2026-01-01T00:00:00Z","valid_until":null,"hidden_field_groups":["names"],"#,
        r#""obligations":["name-the-person"],"facts_read":["principal","partner-standing"],"#,
        POLICY,
    ];
    assert_eq!(printed(&decision(), NOW), expected.concat());
    let full = Some(GrantedBy { role: None, held: Holding::FullAccess, privilege: 0 });
    let full = printed(&Decision { granted_by: full, ..decision() }, NOW);
    assert!(
        full.contains(r#""granted_by":{"held":"full-access","privilege":"saas:application:view"},"now""#),
        "{full}"
    );
    let custom = Some(GrantedBy { role: Some(RoleReference::Custom(0)), held: Holding::Direct, privilege: 0 });
    let custom = printed(&Decision { granted_by: custom, ..decision() }, NOW);
    assert!(custom.contains(r#""granted_by":{"role":"auditor","role_kind":"custom","held":"direct","#), "{custom}");
}

#[test]
fn a_denial_with_its_explanation() {
    let gates = [
        (Gate::WellFormed, GateOutcome::Passed),
        (Gate::Relationship, GateOutcome::Skipped),
        (Gate::Sso, GateOutcome::Failed(Reason::SsoNotEnabled)),
        (Gate::Privilege, GateOutcome::NotReached),
    ];
    let denial = Decision {
        effect: Effect::Deny,
        reason: Reason::SsoNotEnabled,
        granted_by: None,
        valid_from: None,
        valid_until: Some(NOW + 1),
        hidden_field_groups: 0,
        obligations: Obligations::default(),
        facts_read: FactsRead::default(),
        explanation: Some(Explanation { gates: gates.map(|(gate, outcome)| GateResult { gate, outcome }).to_vec() }),
    };
    let expected = [
        r#"{"effect":"deny","reason":"sso-not-enabled","now":"2026-11-22T10:00:00Z","valid_from":null,"valid_until":"2026-11-22T10:00:00.001Z","#,
        r#""hidden_field_groups":[],"obligations":[],"facts_read":[],"explanation":{"gates":[{"gate":"well-formed","outcome":"passed"},"#,
        r#"{"gate":"relationship","outcome":"skipped"},{"gate":"sso","outcome":"failed","reason":"sso-not-enabled"},"#,
        r#"{"gate":"privilege","outcome":"not-reached"}]},"#,
        POLICY,
    ];
    assert_eq!(printed(&denial, NOW), expected.concat());
}

#[test]
fn what_has_no_json_form() {
    let granted_by = |role, privilege| Some(GrantedBy { role, held: Holding::Direct, privilege });
    let policy = |index| Some(RoleReference::Policy(index));
    let custom = |index| Some(RoleReference::Custom(index));
    let cases = [
        (Decision { granted_by: granted_by(policy(1), 0), ..decision() }, "json-unprintable granted_by.role"),
        (Decision { granted_by: granted_by(custom(1), 0), ..decision() }, "json-unprintable granted_by.role"),
        (Decision { granted_by: granted_by(policy(0), 1), ..decision() }, "json-unprintable granted_by.privilege"),
        (Decision { hidden_field_groups: 0b100, ..decision() }, "json-unprintable hidden_field_groups"),
        (Decision { valid_from: Some(i64::MIN), ..decision() }, "json-unprintable valid_from"),
        (Decision { valid_until: Some(i64::MAX), ..decision() }, "json-unprintable valid_until"),
    ];
    for (decision, expected) in cases {
        assert_eq!(printed(&decision, NOW), expected);
    }
    assert_eq!(printed(&decision(), i64::MAX), "json-unprintable now");
}

#[test]
fn a_policy() {
    let mut info = info();
    let expected = [
        r#"{"name":"flexera-one","version":"2026.1","digest":"sha256:c0ffee","source_digest":"sha256:5d","contract_version":"0.1.0","#,
        r#""roles":[{"name":"saas-viewer","title":"Viewer","summary":"Looks.","privileges":["saas:application:view"],"switchable":true,"deprecated":false}],"#,
        r#""privileges":[{"name":"saas:application:view","summary":"See."}],"apis":[{"name":"list","summary":"All.","privileges":["saas:application:view"]}],"#,
        r#""field_groups":[{"name":"costs","summary":"F."},{"name":"names","summary":"F."}],"limits":[{"name":"external-access-instances","maximum":null}],"#,
        r#""settings":["role:saas-viewer"]}"#,
    ];
    assert_eq!(to_string(&PolicyInfoJson::new(&info, "sha256:c0ffee").unwrap()).unwrap(), expected.concat());
    info.roles[0].privileges = vec![1];
    assert_eq!(PolicyInfoJson::new(&info, "c0ffee").unwrap_err().code(), "json-unprintable");
}

#[test]
#[cfg(feature = "schema")]
fn printed_shapes_keep_their_schemas() {
    use guestpass_contract::json::{SchemaKind, schema};
    let facts = example().unwrap();
    let info = info();
    let explanation = Some(Explanation {
        gates: vec![GateResult { gate: Gate::Sso, outcome: GateOutcome::Failed(Reason::SsoNotEnabled) }],
    });
    let full = Some(GrantedBy { role: None, held: Holding::FullAccess, privilege: 0 });
    let mut digested = info.clone();
    digested.source_digest = "5d".repeat(32);
    for decision in [
        decision(),
        Decision { explanation, ..decision() },
        Decision { granted_by: full, ..decision() },
        Decision { granted_by: None, ..decision() },
    ] {
        let shape = DecisionJson::new(&decision, &info, &facts, NOW, &"c0".repeat(32)).unwrap();
        let printed = serde_json::to_value(shape).unwrap();
        let kept = jsonschema::draft202012::new(&schema(SchemaKind::Decision)).unwrap().is_valid(&printed);
        assert!(kept, "{printed}");
    }
    let printed = serde_json::to_value(PolicyInfoJson::new(&digested, &"c0".repeat(32)).unwrap()).unwrap();
    assert!(jsonschema::draft202012::new(&schema(SchemaKind::Policy)).unwrap().is_valid(&printed), "{printed}");
}
