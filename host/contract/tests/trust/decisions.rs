//! Decisions.

use guestpass_contract::{
    CustomRoleDraft, Decision, Effect, Explanation, Facts, FactsBuilder, FactsRead, Gate, GateOutcome, GateResult,
    GrantedBy, Holding, LyingDecision, Obligations, Reason, Remedy, RemedySet, Request, Requests, RoleReference,
    Target, TextRange, TextTooLong, UnfitFacts, UnfitPolicy,
};

use crate::{field_group, info};

const NOW: i64 = 1_000;

fn facts() -> Result<Facts, UnfitFacts> {
    let mut facts = FactsBuilder::new("initech")?;
    facts.custom_role(&CustomRoleDraft::of("auditor", &["a:b:c"]))?;
    Ok(facts.build())
}

fn gates(gates: &[(Gate, GateOutcome)]) -> Option<Explanation> {
    let result = |(gate, outcome): &(Gate, GateOutcome)| GateResult { gate: *gate, outcome: *outcome };
    Some(Explanation { gates: gates.iter().map(result).collect(), remedies: vec![] })
}

fn allowed() -> Decision {
    Decision {
        effect: Effect::Allow,
        reason: Reason::Granted,
        granted_by: Some(GrantedBy {
            role: Some(RoleReference::Policy(1)),
            held: Holding::External,
            privilege: Some(1),
        }),
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
    let privilege = Some(privilege);
    changed(allowed(), |decision| decision.granted_by = Some(GrantedBy { role, held, privilege }))
}

fn remedied(sets: &[&[Remedy]]) -> Decision {
    changed(denied(), |decision| {
        let remedies = sets.iter().map(|remedies| RemedySet { remedies: remedies.to_vec() }).collect();
        decision.explanation = Some(Explanation { gates: vec![], remedies });
    })
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
        remedied(&[&[Remedy::EnableSso, Remedy::AssignRole(1)], &[Remedy::BuyEntitlement(1)]]),
        remedied(&[&[Remedy::EnableRole(Policy(0)), Remedy::AdvanceRole(Custom(0)), Remedy::ExtendRole(Policy(1))]]),
        remedied(&[&[Remedy::EnableSso] as &[Remedy]; 8]),
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
        (any_role(), LyingDecision::PrivilegeMissing),
        (
            changed(remedied(&[&[Remedy::EnableSso]]), |d| {
                (d.effect, d.reason, d.granted_by) = (Effect::Allow, Reason::NoRoleRequired, None);
            }),
            LyingDecision::RemediesForAllowed,
        ),
        (remedied(&[&[Remedy::EnableSso] as &[Remedy]; 9]), LyingDecision::TooManyRemedySets),
        (remedied(&[&[Remedy::EnableSso], &[]]), LyingDecision::EmptyRemedySet),
        (remedied(&[&[Remedy::EnableSso, Remedy::AssignRole(2)]]), LyingDecision::UnknownInRemedy),
        (remedied(&[&[Remedy::BuyEntitlement(2)]]), LyingDecision::UnknownInRemedy),
        (remedied(&[&[Remedy::EnableRole(Policy(2))]]), LyingDecision::UnknownInRemedy),
        (remedied(&[&[Remedy::AdvanceRole(Custom(1))]]), LyingDecision::UnknownInRemedy),
        (remedied(&[&[Remedy::EnableSso], &[Remedy::ExtendRole(Custom(1))]]), LyingDecision::UnknownInRemedy),
    ];
    for (decision, lie) in lies {
        assert_eq!(verify(&decision), Err(lie), "{decision:?}");
    }
}

/// Granted, and by no privilege.
fn any_role() -> Decision {
    let role = Some(RoleReference::Policy(0));
    changed(allowed(), |d| d.granted_by = Some(GrantedBy { role, held: Holding::Direct, privilege: None }))
}

#[test]
fn an_operation_may_be_content_with_any_role() {
    let api = Target::Api(TextRange { start: 0, length: 4 });
    let request = Request { target: api, ..request().unwrap() };
    let verify = |decision: &Decision| decision.verify(&request, &facts().unwrap(), &info());
    assert_eq!(verify(&any_role()), Ok(()));
    assert_eq!(verify(&granted_by(None, Holding::FullAccess, 2)), Err(LyingDecision::UnknownPrivilege));
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
