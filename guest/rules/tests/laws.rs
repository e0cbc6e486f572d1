//! What must hold of all facts and all requests, tried on many.

#[path = "example/arbitrary.rs"]
mod arbitrary;
mod example;

use arbitrary::{access_grant, any_facts, external_access, facts_of, request, role_grant};
use example::PRIVILEGES;
use guestpass_rules::{
    AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, Decision, Effect, EntityId, Facts, GateOutcome,
    Instant, InvalidPolicy, Login, OrganisationId, Policy, PrincipalKind, PrivilegeExpression, PrivilegeNames, Reason,
    RelationshipStatus, Request, RoleGrant, RoleKind, RoleName, Target, check,
};
use proptest::prelude::*;
use proptest::sample::Index;
use std::sync::LazyLock;

static POLICY: LazyLock<Result<Policy, InvalidPolicy>> = LazyLock::new(example::policy);

fn ask(facts: &Facts<'_>, request: &Request<'_>) -> Decision {
    let decision = answers(facts, &[*request]).pop();
    decision.unwrap_or_else(|| Decision::refused_at_the_door(Reason::RuleError, false))
}

/// Nothing for an example that is no policy; then none of the laws that allow something holds.
fn answers(facts: &Facts<'_>, requests: &[Request<'_>]) -> Vec<Decision> {
    POLICY.as_ref().map(|policy| check(policy, facts, requests)).unwrap_or_default()
}

/// All of a decision that counts on its interval.
fn answer(decision: &Decision) -> impl PartialEq + std::fmt::Debug {
    let Decision { effect, reason, granted_by, hidden_field_groups, obligations, facts_read, .. } = *decision;
    (effect, reason, granted_by, hidden_field_groups, obligations, facts_read)
}

fn failing_gate(facts: &Facts<'_>, request: &Request<'_>) -> Option<guestpass_rules::Gate> {
    let decision = ask(facts, &Request { explain: true, ..*request });
    let gates = decision.explanation.map(|explanation| explanation.gates).unwrap_or_default();
    gates.iter().find(|result| matches!(result.outcome, GateOutcome::Failed(_))).map(|result| result.gate)
}

/// Something twice, and everything in another order.
fn stirred<Item: Clone>(items: &mut Vec<Item>, twice: Index, turn: Index) {
    if !items.is_empty() {
        items.extend(items.get(twice.index(items.len())).cloned());
        let turn = turn.index(items.len());
        items.rotate_left(turn);
        items.reverse();
    }
}

/// Every instant at which something could happen, a moment before and after, and the ends of time.
fn instants(facts: &Facts<'_>) -> Vec<Instant> {
    let mut instants = vec![i64::MIN, -1, 0, 39, 40, 41, 59, 60, 61, 62, i64::MAX];
    let windows = facts.role_grants.iter().filter_map(|grant| grant.window);
    let windows = windows.chain(facts.access_grants.iter().map(|grant| grant.window));
    let mode = facts.external_access.and_then(|access| match access.mode {
        guestpass_rules::AccessMode::Period(window) => Some(window),
        _ => None,
    });
    let bounds = windows.chain(mode).flat_map(|window| [window.start().0, window.end().0]);
    let named = facts.attributes.iter().filter_map(|attribute| match attribute.value {
        AttributeValue::Timestamp(instant) => Some(instant.0),
        _ => None,
    });
    for bound in bounds.chain(named) {
        instants.extend([bound.saturating_sub(1), bound, bound.saturating_add(1)]);
    }
    instants.into_iter().map(Instant).collect()
}

fn malformations() -> impl Strategy<Value = fn(&mut Facts<'static>)> {
    fn custom(name: &'static str) -> CustomRole<'static> {
        let privileges = PrivilegeNames("apps:app:edit apps:app:view iam:users:edit iam:users:view");
        CustomRole { name: RoleName(name), kind: RoleKind::User, level: AppLevel::None, privileges }
    }
    fn attribute(
        subject: AttributeSubject<'static>,
        name: &'static str,
        value: AttributeValue<'static>,
    ) -> Attribute<'static> {
        Attribute { subject, name, value }
    }
    proptest::sample::select(vec![
        (|f| f.principal.id = EntityId("")) as fn(&mut Facts<'static>),
        |f| f.organisation = OrganisationId(""),
        |f| {
            f.principal.kind = PrincipalKind::ThirdParty;
            f.principal.home = OrganisationId("");
        },
        |f| {
            f.principal.kind = PrincipalKind::ThirdParty;
            f.principal.home = f.organisation;
        },
        |f| {
            f.principal.kind = PrincipalKind::Member;
            f.principal.home = OrganisationId("home");
        },
        |f| f.custom_roles.push(custom("ADMIN")),
        |f| f.custom_roles.push(custom("")),
        |f| f.custom_roles.extend([custom("Twice"), custom("Twice")]),
        |f| f.groups.push(EntityId("")),
        |f| f.role_grants.push(RoleGrant { on_resource: Some(EntityId("")), ..example::grant("ADMIN") }),
        |f| f.attributes.push(attribute(AttributeSubject::Principal, "level", AttributeValue::Boolean(true))),
        |f| f.attributes.push(attribute(AttributeSubject::Person, "named", AttributeValue::Integer(1))),
        |f| {
            f.attributes.push(attribute(
                AttributeSubject::Resource(EntityId("app")),
                "closes",
                AttributeValue::Text(""),
            ))
        },
        |f| {
            let value = |holds| attribute(AttributeSubject::Context, "late", AttributeValue::Boolean(holds));
            f.attributes.extend([value(true), value(false)]);
        },
    ])
}

/// Enough of them that some are allowed.
fn many() -> impl Strategy<Value = Vec<Request<'static>>> {
    proptest::collection::vec(request(), 24)
}

/// The request, for one privilege.
fn wanting(wanted: &'static str, request: Request<'static>) -> Request<'static> {
    Request { target: Target::Privileges(PrivilegeExpression(wanted)), ..request }
}

/// Those of the requests that are allowed.
fn allowed<'f>(
    facts: &'f Facts<'static>,
    requests: impl IntoIterator<Item = Request<'static>> + 'f,
) -> impl Iterator<Item = Request<'static>> + 'f {
    let plain = requests.into_iter().map(|request| Request { explain: false, ..request });
    plain.filter(|request| ask(facts, request).effect == Effect::Allow)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// X1.
    #[test]
    fn another_role_never_takes_access_away(facts in any_facts(), more in role_grant(), requests in many()) {
        let mut with_more = facts.clone();
        with_more.role_grants.push(more);
        for request in allowed(&facts, requests) {
            prop_assert_eq!(ask(&with_more, &request).effect, Effect::Allow, "{:?}", request);
        }
    }

    /// X1, P21: nor does it hide what one privilege shows.
    #[test]
    fn another_role_never_hides_fields(facts in any_facts(), more in role_grant(), requests in many()) {
        let mut with_more = facts.clone();
        with_more.role_grants.push(more);
        let of_one = requests.into_iter().zip(PRIVILEGES.into_iter().cycle());
        let of_one = of_one.map(|(request, wanted)| wanting(wanted, request));
        for request in allowed(&facts, of_one) {
            let hidden = ask(&facts, &request).hidden_field_groups;
            let newly_hidden = ask(&with_more, &request).hidden_field_groups & !hidden;
            prop_assert_eq!(newly_hidden, 0, "{:?}", request);
        }
    }

    /// X1, C37: whatever becomes of another request for access.
    #[test]
    fn another_grant_of_access_never_takes_access_away(
        facts in facts_of(PrincipalKind::ThirdParty),
        more in access_grant(),
        requests in many(),
    ) {
        let mut with_more = facts.clone();
        with_more.access_grants.push(more);
        for request in allowed(&facts, requests) {
            prop_assert_eq!(ask(&with_more, &request).effect, Effect::Allow, "{:?}", request);
        }
    }

    /// R15.
    #[test]
    fn order_and_repeats_do_not_matter(
        facts in any_facts(),
        request in request(),
        twice in any::<Index>(),
        turn in any::<Index>(),
    ) {
        let mut other = facts.clone();
        stirred(&mut other.role_grants, twice, turn);
        stirred(&mut other.groups, twice, turn);
        stirred(&mut other.entitlements, twice, turn);
        stirred(&mut other.disabled_roles, twice, turn);
        stirred(&mut other.access_grants, twice, turn);
        stirred(&mut other.attributes, twice, turn);
        stirred(&mut other.listed_users, twice, turn);
        prop_assert_eq!(ask(&facts, &request), ask(&other, &request));
    }

    #[test]
    fn a_batch_is_answered_like_its_requests(
        facts in any_facts(),
        requests in proptest::collection::vec(request(), 0..20),
    ) {
        let alone: Vec<_> = requests.iter().map(|request| ask(&facts, request)).collect();
        prop_assert_eq!(answers(&facts, &requests), alone);
    }

    /// X2.
    #[test]
    fn a_decision_holds_on_its_interval_and_no_longer(
        facts in any_facts(),
        request in request(),
        more in proptest::collection::vec(any::<i64>().prop_map(Instant), 4),
    ) {
        let decision = ask(&facts, &request);
        let at = |now| ask(&facts, &Request { now, ..request });
        prop_assert!(decision.valid_from.is_none_or(|from| from <= request.now));
        prop_assert!(decision.valid_until.is_none_or(|until| request.now < until));
        let is_inside = |now: Instant| {
            decision.valid_from.is_none_or(|from| from <= now) && decision.valid_until.is_none_or(|until| now < until)
        };
        for now in instants(&facts).into_iter().chain(more).filter(|&now| is_inside(now)) {
            let there = at(now);
            prop_assert_eq!(answer(&there), answer(&decision), "at {:?}", now);
            prop_assert_eq!((there.valid_from, there.valid_until), (decision.valid_from, decision.valid_until));
        }
        let before = decision.valid_from.and_then(|from| from.0.checked_sub(1)).map(Instant);
        for outside in before.into_iter().chain(decision.valid_until) {
            let is_same = answer(&at(outside)) == answer(&decision);
            // The same reason may come from another gate.
            let gate = |now| failing_gate(&facts, &Request { now, ..request });
            prop_assert!(!is_same || gate(outside) != gate(request.now), "nothing changes at {:?}", outside);
        }
    }

    /// X4, S4, S16.
    #[test]
    fn a_managed_customer_does_not_restrict_its_partner(
        facts in facts_of(PrincipalKind::PartnerUser),
        access in external_access(),
        request in request(),
    ) {
        let mut managed = facts;
        managed.relationship =
            Some(guestpass_rules::Relationship { status: RelationshipStatus::Established, managed: true });
        let other = Facts { external_access: access, ..managed.clone() };
        let without_remedies = Request { explain: false, ..request };
        prop_assert_eq!(ask(&managed, &without_remedies), ask(&other, &without_remedies));
    }

    /// X6: a role that gives nothing but the view is enough for it.
    #[test]
    fn viewing_never_requires_edit(facts in any_facts(), requests in many()) {
        for wanted in PRIVILEGES.into_iter().filter(|name| name.ends_with(":view")) {
            let mut viewer = facts.clone();
            viewer.principal.login = Login::User;
            viewer.role_grants = vec![example::grant("Viewer")];
            let (name, privileges) = (RoleName("Viewer"), PrivilegeNames(wanted));
            viewer.custom_roles = vec![CustomRole { name, kind: RoleKind::User, level: AppLevel::None, privileges }];
            // Third parties bring roles of their own organisation and no others.
            let may_hold = facts.principal.kind != PrincipalKind::ThirdParty;
            let requests = requests.iter().map(|&request| wanting(wanted, request));
            for request in allowed(&facts, requests).filter(|_| may_hold) {
                prop_assert_eq!(ask(&viewer, &request).effect, Effect::Allow, "{:?}", request);
            }
        }
    }

    /// X5.
    #[test]
    fn nothing_malformed_is_allowed(facts in any_facts(), spoil in malformations(), request in request()) {
        let mut spoiled = facts;
        // Whoever is not identified has no id, which is well-formed.
        if spoiled.principal.kind == PrincipalKind::Unidentified {
            spoiled.principal.kind = PrincipalKind::Member;
        }
        // Without an organisation nobody holds anything, which is well-formed.
        spoiled.role_grants.push(example::grant("VIEWER"));
        spoil(&mut spoiled);
        let decision = ask(&spoiled, &request);
        prop_assert_eq!((decision.effect, decision.reason), (Effect::Deny, Reason::MalformedFacts));
    }

    /// R1, C7.
    #[test]
    fn grants_of_other_organisations_do_not_matter(facts in any_facts(), more in role_grant(), request in request()) {
        let counts = if facts.principal.kind == PrincipalKind::ThirdParty { "home" } else { "acme" };
        let organisation = if more.organisation.0 == counts { OrganisationId("elsewhere") } else { more.organisation };
        let mut with_more = facts.clone();
        with_more.role_grants.push(RoleGrant { organisation, ..more });
        prop_assert_eq!(ask(&facts, &request), ask(&with_more, &request));
    }

    #[test]
    fn an_explanation_changes_nothing_and_agrees_with_the_decision(facts in any_facts(), request in request()) {
        let explained = ask(&facts, &Request { explain: true, ..request });
        let plain = ask(&facts, &Request { explain: false, ..request });
        let gates = explained.explanation.as_ref().map(|explanation| explanation.gates.clone()).unwrap_or_default();
        let first = gates.iter().find_map(|result| match result.outcome {
            GateOutcome::Failed(reason) => Some(reason),
            _ => None,
        });
        let expected = (plain.effect == Effect::Deny).then_some(plain.reason);
        prop_assert_eq!(first, expected);
        prop_assert!(plain.granted_by.is_some() == (plain.reason == Reason::Granted));
        prop_assert!(plain.effect == Effect::Allow || plain.hidden_field_groups == 0);
        prop_assert_eq!(Decision { explanation: None, ..explained }, plain);
    }
}
