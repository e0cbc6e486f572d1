//! A condition that is written in a document decides as it reads.

#![expect(clippy::panic, reason = "a test that cannot go on has failed")]

use guestpass_compiler::parse;
use guestpass_rules::{
    Attribute, AttributeSubject, AttributeValue, EntityId, Facts, Instant, Login, OrganisationId, PartnerStanding,
    Policy, Principal, PrincipalKind, PrivilegeExpression, Reason, Request, RoleGrant, RoleName, Target, check,
};

/// A policy whose only role gives its only privilege on a condition, and asks another of its holders.
fn policy(when: &str, holder_when: &str) -> Policy {
    let source = format!(
        "name = \"sample\"\nversion = \"1.0.0\"\ncontract = \"0.2\"\n[suites.s]\nsummary = \"All\"\n[privileges]\n\
         \"s:door:open\" = \"Open the door\"\n[attributes]\n\"principal.named\" = \"boolean\"\n\
         \"principal.level\" = \"integer\"\n\"principal.teams\" = \"texts\"\n\"organisation.plan\" = \"text\"\n\
         \"resource.opened_to\" = \"texts\"\n\"context.since\" = \"timestamp\"\n[roles.guard]\ntitle = \"Guard\"\n\
         summary = \"Opens doors\"\nholder-when = '''{holder_when}'''\n\
         privileges = [{{ privilege = \"s:door:open\", when = '''{when}''' }}]\n"
    );
    let checked = parse("sample.toml", &source).unwrap_or_else(|found| panic!("{when}: {}", found.plain()));
    checked.model.into_policy().unwrap_or_else(|error| panic!("{when}: {error}"))
}

fn attribute<'a>(subject: AttributeSubject<'a>, name: &'a str, value: AttributeValue<'a>) -> Attribute<'a> {
    Attribute { subject, name, value }
}

/// `ann` holds the role in `acme`. Of her teams, her level and of door 2 nothing is known.
fn facts() -> Facts<'static> {
    let acme = OrganisationId("acme");
    let door = AttributeSubject::Resource(EntityId("door-1"));
    Facts {
        organisation: acme,
        entitlements: Vec::new(),
        principal: Principal {
            kind: PrincipalKind::Member,
            login: Login::User,
            id: EntityId("ann"),
            email: "",
            identity: "",
            home: OrganisationId(""),
            partner: PartnerStanding::default(),
        },
        relationship: None,
        external_access: None,
        listed_users: Vec::new(),
        groups: Vec::new(),
        role_grants: vec![RoleGrant {
            role: RoleName("guard"),
            organisation: acme,
            group: None,
            on_resource: None,
            window: None,
        }],
        custom_roles: Vec::new(),
        disabled_roles: Vec::new(),
        access_grants: Vec::new(),
        attributes: vec![
            attribute(AttributeSubject::Principal, "named", AttributeValue::Boolean(true)),
            attribute(AttributeSubject::Organisation, "plan", AttributeValue::Text("gold")),
            attribute(door, "opened_to", AttributeValue::Texts(vec!["guard", "ann"])),
            attribute(AttributeSubject::Context, "since", AttributeValue::Timestamp(Instant(1_000))),
        ],
    }
}

fn reason(policy: &Policy, on_resource: Option<&str>, now: i64) -> Reason {
    let request = Request {
        target: Target::Privileges(PrivilegeExpression("s:door:open")),
        on_resource: on_resource.map(EntityId),
        now: Instant(now),
        explain: false,
    };
    let decisions = check(policy, &facts(), &[request]);
    decisions.first().unwrap_or_else(|| panic!("no decision")).reason
}

#[test]
fn conditions_decide_as_they_read() {
    use Reason::{AttributeMissing, ConditionNotMet, Granted};
    for (when, expected) in [
        ("principal.named", Granted),
        ("!principal.named", ConditionNotMet),
        ("principal.named == false", ConditionNotMet),
        ("organisation.plan == 'gold'", Granted),
        ("organisation.plan != \"gold\"", ConditionNotMet),
        ("organisation.plan in ['silver', 'gold']", Granted),
        ("organisation.plan in []", ConditionNotMet),
        ("role.name in resource.opened_to", Granted),
        ("principal.id in resource.opened_to && resource.id == 'door-1'", Granted),
        ("resource.opened_to == ['ann', 'guard']", ConditionNotMet),
        ("resource.opened_to == ['guard', 'ann']", Granted),
        ("action.suite == 's' && action.resource == 'door' && action.name == 'open'", Granted),
        ("organisation.id == 'acme'", Granted),
        ("context.since < context.now", Granted),
        ("context.now == timestamp('1970-01-01T00:00:05Z')", Granted),
        ("context.now > timestamp('1970-01-01T01:00:05+01:00')", ConditionNotMet),
        ("has(principal.named) && !has(principal.level)", Granted),
        ("principal.level > 1", AttributeMissing),
        ("principal.named || principal.level > 1", Granted),
        ("principal.level > 1 || principal.named", AttributeMissing),
        ("!principal.named && principal.level > 1", ConditionNotMet),
        ("has(principal.level) && principal.level > 1", ConditionNotMet),
        ("principal.level > 1 && false", AttributeMissing),
        ("principal.level > 1 || true", AttributeMissing),
        ("true || principal.level > 1", Granted),
        ("!principal.named && principal.named || principal.named", Granted),
        ("!principal.named && (principal.named || principal.named)", ConditionNotMet),
        ("'ann' in principal.teams", AttributeMissing),
        ("1 > 2", ConditionNotMet),
    ] {
        assert_eq!(reason(&policy(when, "true"), Some("door-1"), 5_000), expected, "{when}");
    }
}

#[test]
fn only_the_resource_asked_about_is_looked_at() {
    let policy = policy("role.name in resource.opened_to", "true");
    for (resource, expected) in [
        (Some("door-1"), Reason::Granted),
        (Some("door-2"), Reason::AttributeMissing),
        (None, Reason::AttributeMissing),
    ] {
        assert_eq!(reason(&policy, resource, 0), expected, "{resource:?}");
    }
}

#[test]
fn holders_are_judged_as_it_reads() {
    for (holder_when, expected) in [
        ("principal.named && organisation.plan == 'gold'", Reason::Granted),
        ("role.name == 'guard' && principal.id != organisation.id", Reason::Granted),
        ("!principal.named", Reason::HolderNotEligible),
        ("false", Reason::HolderNotEligible),
        ("principal.level == 1", Reason::AttributeMissing),
    ] {
        assert_eq!(reason(&policy("true", holder_when), None, 0), expected, "{holder_when}");
    }
}
