//! What is printed has its keys in their order, and keeps its schema.

use guestpass_contract::json::{DecisionJson, PolicyInfoJson, TimelineJson, VerdictJson, to_string};
use guestpass_contract::{
    Acceptance, ApiInfo, AppLevel, Assigner, AttributeInfo, AttributeType, Automatic, ChangeInfo, CustomRoleDraft,
    Decision, Effect, Explanation, Facts, FactsBuilder, FactsRead, FieldGroupInfo, Gate, GateOutcome, GateResult,
    GrantedBy, Holding, LimitInfo, Obligations, PolicyInfo, PrivilegeInfo, Reach, Reason, Refusal, Rejection, Remedy,
    RemedySet, Requirement, RoleInfo, RoleKind, RolePrivilege, RoleReference, Segment, Timeline, UnfitFacts, Verdict,
    Warning, Window,
};

const NOW: i64 = 1_795_341_600_000;
const YEAR_START: i64 = 1_767_225_600_000;

fn facts() -> Result<Facts, UnfitFacts> {
    let mut facts = FactsBuilder::new("initech")?;
    facts.custom_role(&CustomRoleDraft::of("auditor", &["saas:user:view"]))?;
    Ok(facts.build())
}

fn info() -> PolicyInfo {
    let text = |text: &str| text.to_owned();
    let given = RolePrivilege { privilege: 0, reach: Reach::Own, condition: None };
    PolicyInfo {
        name: text("flexera-one"),
        version: text("2026.1"),
        source_digest: text("5d"),
        contract_version: text("0.2.0"),
        roles: vec![RoleInfo {
            name: text("saas-viewer"),
            title: text("Viewer"),
            summary: text("Looks."),
            functions: vec![text("Look.")],
            designed_for: vec![text("People.")],
            constraints: vec![text("None.")],
            kind: RoleKind::App,
            level: AppLevel::View,
            automatic: Some(Automatic::AppRole),
            privileges: vec![given, RolePrivilege { reach: Reach::WithGrant, condition: Some(0), ..given }],
            assigned_by: Some(vec![Assigner { role: 0, needs_grant: true }]),
            holder_condition: Some(0),
            run_scoped: true,
            switchable: true,
            deprecated: false,
        }],
        privileges: vec![PrivilegeInfo { name: text("saas:application:view"), summary: text("See.") }],
        apis: vec![
            ApiInfo {
                name: text("list"),
                summary: text("All."),
                requirement: Requirement::Privileges(vec![text("saas:application:view")]),
                gates: Some(vec![Gate::Relationship, Gate::AccessMode]),
            },
            ApiInfo { name: text("who"), summary: text("Me."), requirement: Requirement::Nothing, gates: None },
        ],
        field_groups: ["costs", "names"]
            .map(|name| FieldGroupInfo {
                name: text(name),
                summary: text("F."),
                fields: vec![text("spend")],
                shown_by: vec![0],
                on: vec![0],
            })
            .to_vec(),
        conditions: vec![text("principal.named")],
        attributes: vec![AttributeInfo { name: text("principal.named"), holds: AttributeType::Boolean }],
        changes: vec![
            ChangeInfo { name: text("grant-run"), requirement: Requirement::Entry },
            ChangeInfo { name: text("add-person"), requirement: Requirement::AnyRole },
        ],
        limits: vec![LimitInfo { name: text("external-access-instances"), maximum: None }],
        settings: vec![text("role:saas-viewer")],
    }
}

fn decision() -> Decision {
    Decision {
        effect: Effect::Allow,
        reason: Reason::Granted,
        granted_by: Some(GrantedBy {
            role: Some(RoleReference::Policy(0)),
            held: Holding::External,
            privilege: Some(0),
        }),
        valid_from: Some(YEAR_START),
        valid_until: None,
        hidden_field_groups: 0b10,
        obligations: Obligations::NAME_THE_PERSON,
        facts_read: FactsRead::PRINCIPAL | FactsRead::PARTNER_STANDING,
        explanation: None,
    }
}

/// `decision` as it is printed, or the code of the error.
fn printed(decision: &Decision, now_ms: i64) -> String {
    let facts = facts().unwrap_or_default();
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
    let full = Some(GrantedBy { role: None, held: Holding::FullAccess, privilege: Some(0) });
    let full = printed(&Decision { granted_by: full, ..decision() }, NOW);
    assert!(
        full.contains(r#""granted_by":{"held":"full-access","privilege":"saas:application:view"},"now""#),
        "{full}"
    );
    let any_role = Some(GrantedBy { role: None, held: Holding::FullAccess, privilege: None });
    let any_role = printed(&Decision { granted_by: any_role, ..decision() }, NOW);
    assert!(any_role.contains(r#""granted_by":{"held":"full-access"},"now""#), "{any_role}");
    let custom = Some(GrantedBy { role: Some(RoleReference::Custom(0)), held: Holding::Direct, privilege: Some(0) });
    let custom = printed(&Decision { granted_by: custom, ..decision() }, NOW);
    assert!(custom.contains(r#""granted_by":{"role":"auditor","role_kind":"custom","held":"direct","#), "{custom}");
}

fn remedies() -> Vec<RemedySet> {
    let custom = RoleReference::Custom(0);
    vec![
        RemedySet { remedies: vec![Remedy::AuthoriseUser, Remedy::AssignRole(0), Remedy::BuyEntitlement(0)] },
        RemedySet { remedies: vec![Remedy::EnableRole(custom), Remedy::ExtendRole(RoleReference::Policy(0))] },
    ]
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
        explanation: Some(Explanation {
            gates: gates.map(|(gate, outcome)| GateResult { gate, outcome }).to_vec(),
            remedies: remedies(),
        }),
    };
    let expected = [
        r#"{"effect":"deny","reason":"sso-not-enabled","now":"2026-11-22T10:00:00Z","valid_from":null,"valid_until":"2026-11-22T10:00:00.001Z","#,
        r#""hidden_field_groups":[],"obligations":[],"facts_read":[],"explanation":{"gates":[{"gate":"well-formed","outcome":"passed"},"#,
        r#"{"gate":"relationship","outcome":"skipped"},{"gate":"sso","outcome":"failed","reason":"sso-not-enabled"},"#,
        r#"{"gate":"privilege","outcome":"not-reached"}],"remedies":[[{"remedy":"authorise-user"},"#,
        r#"{"remedy":"assign-role","role":"saas-viewer"},{"remedy":"buy-entitlement","privilege":"saas:application:view"}],"#,
        r#"[{"remedy":"enable-role","role":"auditor"},{"remedy":"extend-role","role":"saas-viewer"}]]},"#,
        POLICY,
    ];
    assert_eq!(printed(&denial, NOW), expected.concat());
}

#[test]
fn what_has_no_json_form() {
    let granted_by = |role, privilege| Some(GrantedBy { role, held: Holding::Direct, privilege: Some(privilege) });
    let remedy = |remedy| {
        let remedies = vec![RemedySet { remedies: vec![remedy] }];
        Decision { explanation: Some(Explanation { gates: vec![], remedies }), ..decision() }
    };
    let policy = |index| Some(RoleReference::Policy(index));
    let custom = |index| Some(RoleReference::Custom(index));
    let cases = [
        (Decision { granted_by: granted_by(policy(1), 0), ..decision() }, "json-unprintable granted_by.role"),
        (Decision { granted_by: granted_by(custom(1), 0), ..decision() }, "json-unprintable granted_by.role"),
        (Decision { granted_by: granted_by(policy(0), 1), ..decision() }, "json-unprintable granted_by.privilege"),
        (remedy(Remedy::AssignRole(1)), "json-unprintable explanation.remedies"),
        (remedy(Remedy::AdvanceRole(RoleReference::Custom(1))), "json-unprintable explanation.remedies"),
        (remedy(Remedy::BuyEntitlement(1)), "json-unprintable explanation.remedies"),
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
    let expected = [
        r#"{"name":"flexera-one","version":"2026.1","digest":"sha256:c0ffee","source_digest":"sha256:5d","contract_version":"0.2.0","#,
        r#""roles":[{"name":"saas-viewer","title":"Viewer","summary":"Looks.","functions":["Look."],"designed_for":["People."],"#,
        r#""constraints":["None."],"kind":"app","level":"view","automatic":"app-role","privileges":["#,
        r#"{"privilege":"saas:application:view","reach":"own","condition":null},"#,
        r#"{"privilege":"saas:application:view","reach":"with-grant","condition":"principal.named"}],"#,
        r#""assigned_by":[{"role":"saas-viewer","needs_grant":true}],"holder_condition":"principal.named","run_scoped":true,"#,
        r#""switchable":true,"deprecated":false}],"privileges":[{"name":"saas:application:view","summary":"See."}],"#,
        r#""apis":[{"name":"list","summary":"All.","requirement":{"privileges":["saas:application:view"]},"#,
        r#""gates":["relationship","access-mode"]},{"name":"who","summary":"Me.","requirement":"nothing","gates":null}],"#,
        r#""field_groups":[{"name":"costs","summary":"F.","fields":["spend"],"shown_by":["saas:application:view"],"#,
        r#""on":["saas:application:view"]},{"name":"names","summary":"F.","fields":["spend"],"#,
        r#""shown_by":["saas:application:view"],"on":["saas:application:view"]}],"conditions":["principal.named"],"#,
        r#""attributes":[{"name":"principal.named","holds":"boolean"}],"#,
        r#""changes":[{"name":"grant-run","requirement":"entry"},{"name":"add-person","requirement":"any-role"}],"#,
        r#""limits":[{"name":"external-access-instances","maximum":null}],"settings":["role:saas-viewer"]}"#,
    ];
    assert_eq!(to_string(&PolicyInfoJson::new(&info(), "sha256:c0ffee").unwrap()).unwrap(), expected.concat());
}

#[test]
fn a_policy_with_an_index_of_nothing() {
    type Change = fn(&mut PolicyInfo);
    let changes: [(Change, &str); 6] = [
        (|info| info.roles[0].privileges[0].privilege = 1, "roles"),
        (|info| info.roles[0].privileges[0].condition = Some(1), "roles"),
        (|info| info.roles[0].holder_condition = Some(1), "roles"),
        (|info| info.roles[0].assigned_by = Some(vec![Assigner { role: 1, needs_grant: false }]), "roles"),
        (|info| info.field_groups[0].on = vec![1], "field_groups"),
        (|info| info.field_groups[0].shown_by = vec![1], "field_groups"),
    ];
    for (change, path) in changes {
        let mut info = info();
        change(&mut info);
        let error = PolicyInfoJson::new(&info, "c0ffee").unwrap_err();
        assert_eq!((error.code(), error.path()), ("json-unprintable", path));
    }
}

fn accepted() -> Verdict {
    Verdict::Accepted(Acceptance {
        warnings: vec![Warning::DualListed, Warning::NoChange],
        obligations: Obligations::DATA_PROTECTION_AGREEMENT | Obligations::NAME_THE_PERSON,
        roles: vec!["hr".to_owned()],
        access: Some(Window { start: YEAR_START, end: NOW }),
    })
}

fn refused(denial: Option<Reason>) -> Verdict {
    Verdict::Refused(Rejection { refusals: vec![Refusal::NotPermitted, Refusal::SelfGrant], denial })
}

#[test]
fn verdicts() {
    let nothing = Acceptance { warnings: vec![], obligations: Obligations::empty(), roles: vec![], access: None };
    let cases = [
        (
            accepted(),
            r#"{"verdict":"accepted","warnings":["dual-listed","no-change"],"obligations":["data-protection-agreement","name-the-person"],"roles":["hr"],"access":{"start":"2026-01-01T00:00:00Z","end":"2026-11-22T10:00:00Z"},"now":"2026-11-22T10:00:00Z","#,
        ),
        (
            Verdict::Accepted(nothing),
            r#"{"verdict":"accepted","warnings":[],"obligations":[],"roles":[],"access":null,"now":"2026-11-22T10:00:00Z","#,
        ),
        (
            refused(Some(Reason::NoPrivilege)),
            r#"{"verdict":"refused","refusals":["not-permitted","self-grant"],"denial":"no-privilege","now":"2026-11-22T10:00:00Z","#,
        ),
        (
            refused(None),
            r#"{"verdict":"refused","refusals":["not-permitted","self-grant"],"now":"2026-11-22T10:00:00Z","#,
        ),
    ];
    let info = info();
    for (verdict, expected) in cases {
        let shape = VerdictJson::new(&verdict, &info, NOW, "c0ffee").unwrap();
        assert_eq!(to_string(&shape).unwrap(), format!("{expected}{POLICY}"));
        let error = VerdictJson::new(&verdict, &info, i64::MAX, "c0ffee").unwrap_err();
        assert_eq!((error.code(), error.path()), ("json-unprintable", "now"));
    }
}

fn timeline(cut_at: Option<i64>) -> Timeline {
    let segments = vec![Segment { start: YEAR_START, end: NOW, decision: decision() }];
    Timeline { from: YEAR_START, until: NOW + 1_000, segments, cut_at }
}

#[test]
fn a_timeline() {
    let (facts, info) = (facts().unwrap(), info());
    let printed = |timeline: &Timeline| {
        TimelineJson::new(timeline, &info, &facts, "c0ffee").and_then(|shape| to_string(&shape)).unwrap()
    };
    let expected = format!(
        r#"{{"from":"2026-01-01T00:00:00Z","until":"2026-11-22T10:00:01Z","segments":[{{"start":"2026-01-01T00:00:00Z","end":"2026-11-22T10:00:00Z","decision":{}}}],"cut_at":"2026-11-22T10:00:00Z"}}"#,
        self::printed(&decision(), YEAR_START)
    );
    assert_eq!(printed(&timeline(Some(NOW))), expected);
    assert!(printed(&timeline(None)).ends_with(r#"}],"cut_at":null}"#));
}

#[test]
#[cfg(feature = "schema")]
fn printed_shapes_keep_their_schemas() {
    use guestpass_contract::json::{SchemaKind, schema};
    let (facts, mut info) = (facts().unwrap(), info());
    info.source_digest = "5d".repeat(32);
    let digest = "c0".repeat(32);
    let gates = vec![GateResult { gate: Gate::Sso, outcome: GateOutcome::Failed(Reason::SsoNotEnabled) }];
    let explanation = Some(Explanation { gates, remedies: remedies() });
    let full = Some(GrantedBy { role: None, held: Holding::FullAccess, privilege: None });
    let keeps = |kind, printed: serde_json::Value| {
        let validator = jsonschema::draft202012::new(&schema(kind)).unwrap();
        let kept = validator.validate(&printed).map_err(|error| error.to_string());
        assert_eq!(kept, Ok(()), "{printed}");
        let mut more = printed;
        more["unheard-of"] = serde_json::Value::Null;
        assert!(!validator.is_valid(&more), "{kind} takes further keys");
    };
    for decision in [
        decision(),
        Decision { explanation, ..decision() },
        Decision { granted_by: full, ..decision() },
        Decision { granted_by: None, ..decision() },
    ] {
        keeps(
            SchemaKind::Decision,
            serde_json::to_value(DecisionJson::new(&decision, &info, &facts, NOW, &digest).unwrap()).unwrap(),
        );
    }
    for verdict in [accepted(), refused(None), refused(Some(Reason::NoPrivilege))] {
        keeps(
            SchemaKind::Verdict,
            serde_json::to_value(VerdictJson::new(&verdict, &info, NOW, &digest).unwrap()).unwrap(),
        );
    }
    for cut_at in [None, Some(NOW)] {
        keeps(
            SchemaKind::Timeline,
            serde_json::to_value(TimelineJson::new(&timeline(cut_at), &info, &facts, &digest).unwrap()).unwrap(),
        );
    }
    keeps(SchemaKind::Policy, serde_json::to_value(PolicyInfoJson::new(&info, &digest).unwrap()).unwrap());
}
