//! Decisions as data: what is changed about ordinary facts, the question, and the answer in words.

#[path = "../example/mod.rs"]
mod example;

mod conditions;
mod fields;
mod operations;
mod policies;
mod reasons;
mod roles;
mod third_parties;

use example::{PRIVILEGES, facts, grant, policy};
use guestpass_rules::{
    AccessGrant, AccessMode, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, Decision, Effect,
    EntityId, Facts, FactsRead, GateOutcome, Instant, Login, Obligations, OrganisationId, PrincipalKind,
    PrivilegeExpression, PrivilegeNames, Request, RequestStatus, RoleGrant, RoleKind, RoleName, RoleReference, Target,
    Window, check,
};

use PrincipalKind::{Member, PartnerUser, ThirdParty, Unidentified, VendorEmployee};

/// The kind of person, what is changed about the facts, the question (`api:NAME` or an expression, then `@resource`),
/// the instant, and the answer.
type Case = (PrincipalKind, fn(&mut Facts<'static>), &'static str, i64, &'static str);

/// None where the example is no policy.
fn decide(case: &Case) -> Option<(Decision, Facts<'static>)> {
    let (kind, adjust, question, now, _) = *case;
    let policy = policy().ok()?;
    let mut facts = facts(kind);
    adjust(&mut facts);
    let (target, resource) = question.split_once('@').map_or((question, None), |(target, on)| (target, Some(on)));
    let target = target.strip_prefix("api:").map_or(Target::Privileges(PrivilegeExpression(target)), Target::Api);
    let request = Request { target, on_resource: resource.map(EntityId), now: Instant(now), explain: true };
    let decision = check(&policy, &facts, &[request]).pop()?;
    Some((decision, facts))
}

/// The answer to a case.
fn in_words(case: &Case) -> String {
    let Some((decision, facts)) = decide(case) else { return String::new() };
    let mut words = vec![format!("{:?}", decision.reason)];
    if let Some(granted_by) = decision.granted_by {
        let role = granted_by.role.map_or(Some("-"), |role| match role {
            RoleReference::Policy(index) => example::ROLES.get(usize::from(index.0)).copied(),
            RoleReference::Custom(index) => facts.custom_roles.get(usize::from(index.0)).map(|role| role.name.0),
        });
        let privilege = granted_by.privilege.map_or(Some(&"-"), |index| PRIVILEGES.get(usize::from(index.0)));
        words.push(format!("{} {:?} {}", role.unwrap_or("?"), granted_by.held, privilege.unwrap_or(&"?")));
    }
    if decision.hidden_field_groups != 0 {
        words.push(format!("hide {:b}", decision.hidden_field_groups));
    }
    if (decision.valid_from, decision.valid_until) != (None, None) {
        let print = |instant: Option<Instant>| instant.map_or_else(String::new, |instant| instant.0.to_string());
        words.push(format!("[{}..{})", print(decision.valid_from), print(decision.valid_until)));
    }
    words.join(" ")
}

fn all_hold(cases: &[Case]) {
    for case in cases {
        let context = format!("{:?} asks {} at {}", case.0, case.2, case.3);
        assert_eq!(in_words(case), case.4, "{context}");
        let is_allowed = matches!(case.4.split(' ').next(), Some("Granted" | "NoRoleRequired"));
        let owed = if is_allowed && case.0.is_external() { Obligations::NAME_THE_PERSON } else { Obligations::NONE };
        let decided = decide(case).map(|(decision, _)| (decision.effect, decision.obligations));
        assert_eq!(decided, Some((if is_allowed { Effect::Allow } else { Effect::Deny }, owed)), "{context}");
    }
}

fn window(start: i64, end: i64) -> Option<Window> {
    Window::new(Instant(start), Instant(end))
}

fn on(resource: &'static str, role: &'static str) -> RoleGrant<'static> {
    RoleGrant { on_resource: Some(EntityId(resource)), ..grant(role) }
}

fn during(start: i64, end: i64, grant: RoleGrant<'static>) -> RoleGrant<'static> {
    RoleGrant { window: window(start, end), ..grant }
}

fn at_home(role: &'static str) -> RoleGrant<'static> {
    RoleGrant { organisation: OrganisationId("home"), ..grant(role) }
}

fn access(status: RequestStatus, on: Option<&'static str>, start: i64, end: i64) -> Vec<AccessGrant<'static>> {
    let grant = |window| AccessGrant { status, on_resource: on.map(EntityId), window };
    window(start, end).map(grant).into_iter().collect()
}

fn attribute(
    subject: AttributeSubject<'static>,
    name: &'static str,
    value: AttributeValue<'static>,
) -> Attribute<'static> {
    Attribute { subject, name, value }
}

fn of_resource(resource: &'static str, name: &'static str, value: AttributeValue<'static>) -> Attribute<'static> {
    attribute(AttributeSubject::Resource(EntityId(resource)), name, value)
}

fn named(holds: bool) -> Attribute<'static> {
    attribute(AttributeSubject::Principal, "named", AttributeValue::Boolean(holds))
}

fn level(number: i64) -> Attribute<'static> {
    attribute(AttributeSubject::Principal, "level", AttributeValue::Integer(number))
}

fn custom(name: &'static str, privileges: &'static str) -> CustomRole<'static> {
    let (name, privileges) = (RoleName(name), PrivilegeNames(privileges));
    CustomRole { name, kind: RoleKind::User, level: AppLevel::None, privileges }
}

fn mode(facts: &mut Facts<'static>, start: i64, end: i64) {
    if let (Some(access), Some(window)) = (&mut facts.external_access, window(start, end)) {
        access.mode = AccessMode::Period(window);
    }
}

fn full_access(facts: &mut Facts<'static>) {
    if let Some(access) = &mut facts.external_access {
        access.role_management = false;
    }
}
