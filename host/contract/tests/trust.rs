//! Each way in which a component can lie, found; and what is right, accepted.

use guestpass_contract::{
    ApiInfo, Decision, Effect, Explanation, Facts, FactsBuilder, FactsRead, FieldGroupInfo, Gate, GateOutcome,
    GateResult, GrantedBy, Holding, LimitInfo, LyingDecision, Obligations, PolicyInfo, PrivilegeInfo, Reason, Request,
    Requests, RoleInfo, RoleReference, TextTooLong, UnfitPolicy,
};

const NOW: i64 = 1_000;

fn privilege(name: &str) -> PrivilegeInfo {
    PrivilegeInfo { name: name.to_owned(), summary: String::new() }
}

fn role(name: &str, privileges: Vec<u16>) -> RoleInfo {
    let (title, summary) = (String::new(), String::new());
    RoleInfo { name: name.to_owned(), title, summary, privileges, switchable: false, deprecated: false }
}

fn field_group(name: &str) -> FieldGroupInfo {
    FieldGroupInfo { name: name.to_owned(), summary: String::new() }
}

fn info() -> PolicyInfo {
    PolicyInfo {
        name: "flexera-one".to_owned(),
        version: "1".to_owned(),
        source_digest: "0a".repeat(32),
        contract_version: "0.1.7".to_owned(),
        roles: vec![role("hr", vec![0]), role("it", vec![0, 1])],
        privileges: vec![privilege("a:b:c"), privilege("a:b:d")],
        apis: vec![ApiInfo { name: "list".to_owned(), summary: String::new(), privileges: vec![] }],
        field_groups: vec![field_group("costs"), field_group("names")],
        limits: vec![LimitInfo { name: "external-access-instances".to_owned(), maximum: None }],
        settings: vec!["role:hr".to_owned()],
    }
}

fn facts() -> Result<Facts, TextTooLong> {
    let mut facts = FactsBuilder::new("initech")?;
    facts.custom_role("auditor", ["a:b:c"])?;
    Ok(facts.build())
}

fn gates(gates: &[(Gate, GateOutcome)]) -> Option<Explanation> {
    let result = |(gate, outcome): &(Gate, GateOutcome)| GateResult { gate: *gate, outcome: *outcome };
    Some(Explanation { gates: gates.iter().map(result).collect() })
}

fn allowed() -> Decision {
    Decision {
        effect: Effect::Allow,
        reason: Reason::Granted,
        granted_by: Some(GrantedBy { role: Some(RoleReference::Policy(1)), held: Holding::External, privilege: 1 }),
        valid_from: Some(NOW),
        valid_until: Some(NOW + 1),
        hidden_field_groups: 0b11,
        obligations: Obligations::default(),
        facts_read: FactsRead::default(),
        explanation: gates(&[(Gate::WellFormed, GateOutcome::Passed), (Gate::Sso, GateOutcome::Skipped)]),
    }
}

fn denied() -> Decision {
    Decision {
        effect: Effect::Deny,
        reason: Reason::SsoNotEnabled,
        granted_by: None,
        hidden_field_groups: 0,
        explanation: gates(&[
            (Gate::WellFormed, GateOutcome::Passed),
            (Gate::Sso, GateOutcome::Failed(Reason::SsoNotEnabled)),
            (Gate::AccessMode, GateOutcome::Failed(Reason::AccessDisabled)),
            (Gate::Privilege, GateOutcome::NotReached),
        ]),
        ..allowed()
    }
}

fn changed(mut decision: Decision, change: impl FnOnce(&mut Decision)) -> Decision {
    change(&mut decision);
    decision
}

fn granted_by(role: Option<RoleReference>, held: Holding, privilege: u16) -> Decision {
    changed(allowed(), |decision| decision.granted_by = Some(GrantedBy { role, held, privilege }))
}

/// The request that wants an explanation.
fn request() -> Result<Request, TextTooLong> {
    let request = Requests::privileges("a:b:c", NOW)?.items.pop().ok_or(TextTooLong)?;
    Ok(Request { explain: true, ..request })
}

fn verify(decision: &Decision) -> Result<(), LyingDecision> {
    match (request(), facts()) {
        (Ok(request), Ok(facts)) => decision.verify(&request, &facts, &info()),
        _ => Err(LyingDecision::EffectAgainstReason),
    }
}

#[test]
fn right_decisions() {
    use RoleReference::{Custom, Policy};
    let no_role = |decision: &mut Decision| (decision.reason, decision.granted_by) = (Reason::NoRoleRequired, None);
    let unbounded = |decision: &mut Decision| (decision.valid_from, decision.valid_until) = (None, None);
    let right = [
        allowed(),
        denied(),
        granted_by(Some(Policy(0)), Holding::Direct, 0),
        granted_by(Some(Custom(0)), Holding::Group, 0),
        granted_by(None, Holding::FullAccess, 1),
        changed(allowed(), no_role),
        changed(allowed(), unbounded),
        changed(denied(), unbounded),
        changed(denied(), |decision| decision.explanation = gates(&[])),
    ];
    for decision in right {
        assert_eq!(verify(&decision), Ok(()), "{decision:?}");
    }
}

#[test]
fn lying_decisions() {
    use RoleReference::{Custom, Policy};
    let out_of_order = [(Gate::Sso, GateOutcome::Passed), (Gate::WellFormed, GateOutcome::Passed)];
    let twice = [(Gate::Sso, GateOutcome::Passed), (Gate::Sso, GateOutcome::Passed)];
    let failed = [(Gate::Sso, GateOutcome::Failed(Reason::SsoNotEnabled))];
    let lies = [
        (changed(allowed(), |d| d.effect = Effect::Deny), LyingDecision::EffectAgainstReason),
        (changed(denied(), |d| d.effect = Effect::Allow), LyingDecision::EffectAgainstReason),
        (changed(allowed(), |d| d.reason = Reason::RuleError), LyingDecision::EffectAgainstReason),
        (changed(denied(), |d| d.reason = Reason::NoRoleRequired), LyingDecision::EffectAgainstReason),
        (changed(allowed(), |d| d.granted_by = None), LyingDecision::GrantedByNothing),
        (changed(allowed(), |d| d.reason = Reason::NoRoleRequired), LyingDecision::GrantedWithoutReason),
        (changed(denied(), |d| d.granted_by = allowed().granted_by), LyingDecision::GrantedWithoutReason),
        (granted_by(Some(Policy(2)), Holding::Direct, 0), LyingDecision::UnknownRole),
        (granted_by(Some(Policy(u16::MAX)), Holding::Direct, 0), LyingDecision::UnknownRole),
        (granted_by(Some(Custom(1)), Holding::Direct, 0), LyingDecision::UnknownCustomRole),
        (granted_by(Some(Policy(0)), Holding::Direct, 2), LyingDecision::UnknownPrivilege),
        (granted_by(Some(Policy(0)), Holding::FullAccess, 0), LyingDecision::HoldingAgainstRole),
        (granted_by(None, Holding::External, 0), LyingDecision::HoldingAgainstRole),
        (changed(allowed(), |d| d.valid_from = Some(NOW + 1)), LyingDecision::NotYetValid),
        (changed(allowed(), |d| d.valid_until = Some(NOW)), LyingDecision::NoLongerValid),
        (changed(denied(), |d| d.valid_until = Some(i64::MIN)), LyingDecision::NoLongerValid),
        (changed(denied(), |d| d.hidden_field_groups = 1), LyingDecision::DenialHidesFields),
        (changed(allowed(), |d| d.hidden_field_groups = 0b100), LyingDecision::UnknownFieldGroup),
        (changed(allowed(), |d| d.hidden_field_groups = u64::MAX), LyingDecision::UnknownFieldGroup),
        (changed(allowed(), |d| d.explanation = None), LyingDecision::ExplanationMissing),
        (changed(allowed(), |d| d.explanation = gates(&out_of_order)), LyingDecision::GatesOutOfOrder),
        (changed(denied(), |d| d.explanation = gates(&twice)), LyingDecision::GatesOutOfOrder),
        (changed(allowed(), |d| d.explanation = gates(&failed)), LyingDecision::AllowedThroughFailedGate),
        (changed(denied(), |d| d.reason = Reason::AccessDisabled), LyingDecision::GateAgainstReason),
    ];
    for (decision, lie) in lies {
        assert_eq!(verify(&decision), Err(lie), "{decision:?}");
    }
}

#[test]
fn an_explanation_that_nobody_asked_for() {
    let request = Request { explain: false, ..request().unwrap() };
    let verify = |decision: &Decision| decision.verify(&request, &facts().unwrap(), &info());
    assert_eq!(verify(&allowed()), Err(LyingDecision::ExplanationUnasked));
    assert_eq!(verify(&changed(allowed(), |decision| decision.explanation = None)), Ok(()));
}

#[test]
fn sixty_four_field_groups() {
    let mut info = info();
    info.field_groups = (0..64).map(|number| field_group(&format!("g{number}"))).collect();
    assert_eq!(info.verify(), Ok(()));
    let decision = changed(allowed(), |decision| decision.hidden_field_groups = u64::MAX);
    assert_eq!(decision.verify(&request().unwrap(), &facts().unwrap(), &info), Ok(()));
    info.field_groups.push(field_group("one more"));
    assert_eq!(info.verify(), Err(UnfitPolicy::TooMany { what: "field groups", count: 65, maximum: 64 }));
}

#[test]
fn fit_and_unfit_policies() {
    assert_eq!(info().verify(), Ok(()));
    let duplicate = |what, name: &str| UnfitPolicy::DuplicateName { what, name: name.to_owned() };
    type Change = fn(&mut PolicyInfo);
    let unfit: [(Change, UnfitPolicy); 27] = [
        (|info| info.name.clear(), UnfitPolicy::NoPolicy),
        (|info| info.contract_version = "0.2.0".to_owned(), UnfitPolicy::ContractVersion("0.2.0".to_owned())),
        (|info| info.contract_version = "1.1.0".to_owned(), UnfitPolicy::ContractVersion("1.1.0".to_owned())),
        (|info| info.contract_version = "0.1".to_owned(), UnfitPolicy::ContractVersion("0.1".to_owned())),
        (|info| info.contract_version = "0.1.x".to_owned(), UnfitPolicy::ContractVersion("0.1.x".to_owned())),
        (|info| info.contract_version.clear(), UnfitPolicy::ContractVersion(String::new())),
        (|info| info.source_digest = "0A".repeat(32), UnfitPolicy::SourceDigest),
        (|info| info.source_digest = "0a".repeat(31), UnfitPolicy::SourceDigest),
        (|info| info.source_digest = "0g".repeat(32), UnfitPolicy::SourceDigest),
        (
            |info| info.roles = vec![role("r", vec![]); 10_001],
            UnfitPolicy::TooMany { what: "roles", count: 10_001, maximum: 10_000 },
        ),
        (
            |info| info.privileges = vec![privilege("a:b:c"); 10_001],
            UnfitPolicy::TooMany { what: "privileges", count: 10_001, maximum: 10_000 },
        ),
        (
            |info| info.apis = vec![info.apis[0].clone(); 10_001],
            UnfitPolicy::TooMany { what: "operations", count: 10_001, maximum: 10_000 },
        ),
        (|info| info.roles[1].name.clear(), UnfitPolicy::NoName { what: "roles" }),
        (|info| info.roles[1].name = "hr".to_owned(), duplicate("roles", "hr")),
        (|info| info.apis.push(info.apis[0].clone()), duplicate("operations", "list")),
        (|info| info.field_groups[1].name = "costs".to_owned(), duplicate("field groups", "costs")),
        (|info| info.limits[0].name.clear(), UnfitPolicy::NoName { what: "limits" }),
        (|info| info.settings.push("role:hr".to_owned()), duplicate("settings", "role:hr")),
        (|info| info.privileges[1].name = "a:b".to_owned(), UnfitPolicy::PrivilegeName("a:b".to_owned())),
        (|info| info.privileges[1].name = "a:b:c:d".to_owned(), UnfitPolicy::PrivilegeName("a:b:c:d".to_owned())),
        (|info| info.privileges[1].name = "a::d".to_owned(), UnfitPolicy::PrivilegeName("a::d".to_owned())),
        (|info| info.privileges[1].name = "a:b:*".to_owned(), UnfitPolicy::PrivilegeName("a:b:*".to_owned())),
        (|info| info.privileges[1].name = "a:b:c".to_owned(), duplicate("privileges", "a:b:c")),
        (|info| info.privileges.swap(0, 1), UnfitPolicy::PrivilegeOrder("a:b:c".to_owned())),
        (|info| info.roles[1].privileges = vec![0, 2], UnfitPolicy::RolePrivilege("it".to_owned())),
        (|info| info.roles[1].privileges = vec![1, 0], UnfitPolicy::RolePrivilegeOrder("it".to_owned())),
        (|info| info.roles[1].privileges = vec![1, 1], UnfitPolicy::RolePrivilegeOrder("it".to_owned())),
    ];
    for (change, expected) in unfit {
        let mut info = info();
        change(&mut info);
        assert_eq!(info.verify(), Err(expected));
    }
}
