//! Makes questions that nobody thought of.
//!
//! Names come from short lists, so that grants, groups, roles and privileges meet often; instants come from a short
//! range around the windows, so that boundaries are hit.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

/// Facts and requests, as JSON texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Facts.
    pub facts: String,
    /// An array of one to four requests.
    pub requests: String,
}

const ROLES: [&str; 10] = [
    "system-administrator",
    "saas-viewer",
    "saas-operator",
    "saas-financial-analyst",
    "external-support",
    "user-administrator",
    "organisation-owner",
    "r\u{f4}le maison",
    "auditor",
    "nobody knows this role",
];
const PRIVILEGES: [&str; 12] = [
    "saas:application:view",
    "saas:application:edit",
    "saas:spend:view",
    "saas:spend:edit",
    "saas:external-access:edit",
    "saas:alert:view",
    "iam:invitation:create",
    "iam:group:edit",
    "common:org:own",
    "common:org:view",
    "saas:rocket:launch",
    "zzz:unknown:suite",
];
const OPERATIONS: [&str; 6] =
    ["refresh-token", "role.list", "invitation.create", "external-access.update", "spend.list", "rocket.launch"];
const EXPRESSIONS: [&str; 8] = ["", "a:b", "a:b:c|d:e:f", "a:b:c||", "(a:b:c)", "saas:*:view", " \t", "a:b:c && d:e:f"];
const ORGANISATIONS: [&str; 2] = ["initech", "umbrella"];
const GROUPS: [&str; 3] = ["finance", "op\u{e9}rations", "sales"];
const RESOURCES: [&str; 2] = ["app-7", "app-8"];
const EMAILS: [&str; 4] =
    ["dana@partner.example", " DANA@Partner.example", "sam@initech.example", "\u{c4}nne@x.example"];
const IDENTITIES: [&str; 2] = ["idp|dana", "idp|sam"];
/// 2026-01-01T00:00:00Z; generated instants lie within a few seconds of it.
const EPOCH_MS: i64 = 1_767_225_600_000;

/// `count` questions; the same seed gives the same questions.
#[must_use]
pub fn generate(seed: u64, count: usize) -> Vec<Question> {
    let mut bytes = [0_u8; 32];
    bytes.iter_mut().zip(seed.to_le_bytes()).for_each(|(byte, of_seed)| *byte = of_seed);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let question = question();
    let mut questions = Vec::with_capacity(count);
    while questions.len() < count {
        // None of the strategies rejects anything; one that came to would only be tried again.
        if let Ok(tree) = question.new_tree(&mut runner) {
            questions.push(tree.current());
        }
    }
    questions
}

/// The seed in `GUESTPASS_SEED`, or a new one. Whoever uses it prints it.
#[must_use]
pub fn seed_from_environment() -> u64 {
    let given = std::env::var("GUESTPASS_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        u64::try_from(now.as_nanos() & 0xffff_ffff_ffff).unwrap_or_default()
    })
}

fn question() -> impl Strategy<Value = Question> {
    (facts(), prop::collection::vec(request(), 1..=4)).prop_map(|(facts, requests)| Question {
        facts: facts.to_string(),
        requests: Value::from(requests).to_string(),
    })
}

fn facts() -> impl Strategy<Value = Value> {
    let people = (principal(), optional(relationship()), optional(external_access()), listed_users());
    let roles = (
        prop::collection::vec(select(&GROUPS[..]), 0..3),
        prop::collection::vec(role_grant(), 0..6),
        custom_roles(),
        prop::collection::vec(select(&ROLES[..]), 0..2),
    );
    (select(&ORGANISATIONS[..]), prop::bool::weighted(0.9), people, roles).prop_map(
        |(organisation, entitled, people, roles)| {
            let (principal, relationship, external_access, listed_users) = people;
            let (groups, role_grants, custom_roles, disabled_roles) = roles;
            let entitlements: &[&str] = if entitled { &["flexera-one-saas-management"] } else { &[] };
            let mut facts = object([
                ("organisation", organisation.into()),
                ("entitlements", json!(entitlements)),
                ("principal", principal),
                ("listed_users", listed_users),
                ("groups", json!(groups)),
                ("role_grants", role_grants.into()),
                ("custom_roles", custom_roles),
                ("disabled_roles", json!(disabled_roles)),
            ]);
            facts.extend(relationship.map(|value| ("relationship".to_owned(), value)));
            facts.extend(external_access.map(|value| ("external_access".to_owned(), value)));
            Value::Object(facts)
        },
    )
}

fn object<const COUNT: usize>(members: [(&str, Value); COUNT]) -> Map<String, Value> {
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn optional(strategy: impl Strategy<Value = Value>) -> impl Strategy<Value = Option<Value>> {
    prop::option::weighted(0.9, strategy)
}

/// True nine times out of ten: with even chances a partner's user would hardly ever get in.
fn likely() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.93)
}

fn principal() -> impl Strategy<Value = Value> {
    let kind = prop_oneof![
        1 => Just("unidentified"),
        6 => Just("member"),
        9 => Just("partner-user"),
        4 => Just("vendor-employee"),
    ];
    let standing = (likely(), likely(), likely(), likely(), likely(), likely());
    (kind, select(&EMAILS[..]), select(&IDENTITIES[..]), standing).prop_map(|(kind, email, identity, standing)| {
        let mut principal = object([
            ("kind", kind.into()),
            ("id", "dana".into()),
            ("email", email.into()),
            ("identity", identity.into()),
        ]);
        if kind == "partner-user" {
            let (accredited, domain_enabled, partner_service_layer, own_system_access, authorised, sso_enabled) =
                standing;
            let partner = json!({
                "accredited": accredited, "domain_enabled": domain_enabled,
                "partner_service_layer": partner_service_layer, "own_system_access": own_system_access,
                "authorised": authorised, "sso_enabled": sso_enabled,
            });
            principal.insert("partner".into(), partner);
        }
        Value::Object(principal)
    })
}

fn relationship() -> impl Strategy<Value = Value> {
    let status = prop_oneof![1 => Just("none"), 8 => Just("established"), 1 => Just("ended")];
    (status, prop::bool::weighted(0.25)).prop_map(|(status, managed)| json!({ "status": status, "managed": managed }))
}

fn external_access() -> impl Strategy<Value = Value> {
    let mode = prop_oneof![
        2 => Just(json!("continuous")),
        4 => window().prop_map(|window| json!({ "period": window })),
        1 => Just(json!("disabled")),
    ];
    (mode, any::<bool>())
        .prop_map(|(mode, role_management)| json!({ "mode": mode, "role_management": role_management }))
}

fn window() -> impl Strategy<Value = Value> {
    (0..6_i64, 1..6_i64).prop_map(
        |(start, length)| json!({ "start": instant(EPOCH_MS + start), "end": instant(EPOCH_MS + start + length) }),
    )
}

fn listed_users() -> impl Strategy<Value = Value> {
    let user = (select(&EMAILS[..]), select(&IDENTITIES[..]))
        .prop_map(|(email, identity)| json!({ "email": email, "identity": identity }));
    prop_oneof![6 => Just(json!([])), 1 => prop::collection::vec(user, 1..3).prop_map(Value::from)]
}

fn role_grant() -> impl Strategy<Value = Value> {
    let place = prop_oneof![5 => Just("initech"), 1 => Just("umbrella")];
    let group = prop::option::weighted(0.3, select(&GROUPS[..]));
    let on_resource = prop::option::weighted(0.2, select(&RESOURCES[..]));
    (select(&ROLES[..]), place, group, on_resource, prop::option::weighted(0.4, window())).prop_map(
        |(role, place, group, on_resource, window)| {
            let mut grant = object([("role", role.into()), ("organisation", place.into())]);
            grant.extend(group.map(|group| ("group".to_owned(), group.into())));
            grant.extend(on_resource.map(|resource| ("on_resource".to_owned(), resource.into())));
            grant.extend(window.map(|window| ("window".to_owned(), window)));
            Value::Object(grant)
        },
    )
}

/// Mostly the custom roles that grants name; now and then a name twice, or one of the policy's own.
fn custom_roles() -> impl Strategy<Value = Value> {
    let name = prop_oneof![9 => select(&ROLES[7..9]), 1 => select(&ROLES[..])];
    let role = (name, prop::collection::vec(select(&PRIVILEGES[..]), 0..5))
        .prop_map(|(name, privileges)| json!({ "name": name, "privileges": privileges }));
    prop::collection::vec(role, 0..3).prop_map(Value::from)
}

fn request() -> impl Strategy<Value = Value> {
    let operator = select(&["||", "+", " || ", " + "][..]);
    let joined = (prop::collection::vec(select(&PRIVILEGES[..]), 1..4), operator)
        .prop_map(|(names, operator)| ("privileges", names.join(operator)));
    let target = prop_oneof![
        8 => joined,
        3 => select(&OPERATIONS[..]).prop_map(|name| ("api", name.to_owned())),
        1 => select(&EXPRESSIONS[..]).prop_map(|text| ("privileges", text.to_owned())),
    ];
    let on_resource = prop::option::weighted(0.3, select(&RESOURCES[..]));
    (target, on_resource, -2..14_i64, any::<bool>()).prop_map(|((key, what), on_resource, offset_ms, explain)| {
        let mut request = object([(key, what.into()), ("now", instant(EPOCH_MS + offset_ms).into())]);
        request.insert("explain".into(), explain.into());
        request.extend(on_resource.map(|resource| ("on_resource".to_owned(), resource.into())));
        Value::Object(request)
    })
}

/// RFC 3339 text of an instant within a second of the epoch of these tests.
fn instant(instant_ms: i64) -> String {
    let offset_ms = instant_ms - EPOCH_MS;
    if offset_ms < 0 {
        format!("2025-12-31T23:59:59.{:03}Z", 1000 + offset_ms)
    } else {
        format!("2026-01-01T00:00:00.{offset_ms:03}Z")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_says_everything() {
        assert_eq!(generate(7, 20), generate(7, 20));
        assert_ne!(generate(7, 20), generate(8, 20));
    }
}
