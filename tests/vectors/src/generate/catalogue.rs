//! The words of a document that questions are made of.

use crate::documents::Document;
use toml::{Table, Value};

/// A role of the document.
#[derive(Debug, Clone, Default)]
pub(super) struct Role {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) is_special: bool,
    pub(super) is_deprecated: bool,
    /// What it gives itself, anywhere.
    pub(super) gives: Vec<String>,
    /// What it gives itself in other organisations.
    pub(super) abroad: Vec<String>,
    /// Roles that may assign it.
    pub(super) assigners: Vec<String>,
}

/// An operation.
#[derive(Debug, Clone)]
pub(super) struct Api {
    pub(super) name: String,
    /// Empty when it asks for no privilege.
    pub(super) privileges: Vec<String>,
}

/// An attribute that the document declares.
#[derive(Debug, Clone)]
pub(super) struct Attribute {
    pub(super) entity: String,
    pub(super) name: String,
    pub(super) holds: String,
    /// Texts that stand in conditions beside it.
    pub(super) words: Vec<String>,
}

/// A kind of change, and the privileges that the document asks for; none when the document has no rule for the kind.
#[derive(Debug, Clone)]
pub(super) struct ChangeRule {
    pub(super) kind: &'static str,
    pub(super) privileges: Option<Vec<String>>,
}

/// Everything that the questions about one document are made of.
#[derive(Debug, Clone)]
pub(super) struct Catalogue {
    pub(super) stem: &'static str,
    pub(super) roles: Vec<Role>,
    pub(super) privileges: Vec<String>,
    pub(super) apis: Vec<Api>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) entitlements: Vec<String>,
    pub(super) changes: Vec<ChangeRule>,
    pub(super) admits_partners: bool,
    pub(super) admits_vendor: bool,
    pub(super) reaches_abroad: bool,
}

/// The kinds by which documents say who may make a change.
pub(super) const KINDS: [&str; 25] = [
    "create-external-access",
    "edit-external-access",
    "delete-external-access",
    "establish-relationship",
    "make-customer-managed",
    "end-relationship",
    "authorise-user",
    "withdraw-user-authorisation",
    "create-custom-role",
    "edit-custom-role",
    "delete-custom-role",
    "switch-role",
    "assign-role",
    "unassign-role",
    "add-person",
    "arrive-by-sso",
    "arrive-by-account-request",
    "set-default-role",
    "grant-run",
    "withdraw-run",
    "submit-request",
    "grant-request",
    "reject-request",
    "withdraw-request",
    "revoke-grant",
];

impl Catalogue {
    /// What a document holds; nothing when it cannot be read, which the compiler says better.
    pub(super) fn of(document: &Document) -> Self {
        let parsed: Table = document.source.parse().unwrap_or_default();
        let conditions = conditions(&parsed);
        let roles: Vec<Role> = entries(&parsed, "roles").map(|(name, role)| read_role(name, role)).collect();
        let entry = |who: &str| parsed.get("external").and_then(|it| it.get(who)).is_some();
        Self {
            stem: document.stem,
            reaches_abroad: entries(&parsed, "roles")
                .any(|(_, role)| role.get("third-party").is_some() || role.get("with-grant").is_some()),
            roles,
            privileges: entries(&parsed, "privileges").map(|(name, _)| name.clone()).collect(),
            apis: entries(&parsed, "apis")
                .map(|(name, api)| Api { name: name.clone(), privileges: operands(api.get("privileges")) })
                .collect(),
            attributes: entries(&parsed, "attributes")
                .filter_map(|(name, holds)| read_attribute(name, holds, &conditions))
                .collect(),
            entitlements: entries(&parsed, "suites").filter_map(|(_, suite)| text(suite.get("entitlement"))).collect(),
            changes: KINDS.iter().map(|&kind| read_change(&parsed, kind)).collect(),
            admits_partners: entry("partner"),
            admits_vendor: entry("vendor"),
        }
    }
}

fn entries<'a>(document: &'a Table, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    document.get(key).and_then(Value::as_table).into_iter().flatten()
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

fn texts(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(|it| text(Some(it))).collect()
}

/// The names in a privilege expression.
fn operands(expression: Option<&Value>) -> Vec<String> {
    let names = expression.and_then(Value::as_str).unwrap_or_default();
    names.split(['|', '+']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

const LISTS: [&str; 3] = ["privileges", "third-party", "with-grant"];
const ABROAD: [&str; 2] = ["third-party", "with-grant"];

fn privilege_lists<'a>(role: &'a Value, lists: &'static [&'static str]) -> impl Iterator<Item = &'a Value> {
    lists.iter().filter_map(|list| role.get(list).and_then(Value::as_array)).flatten()
}

fn read_role(name: &str, role: &Value) -> Role {
    let named = |entry: &Value| text(Some(entry)).or_else(|| text(entry.get("privilege")));
    let assigners = [texts(role.get("assigned-by")), texts(role.get("assigned-by-with-grant"))].concat();
    Role {
        name: name.to_owned(),
        kind: text(role.get("kind")).unwrap_or_else(|| "user".to_owned()),
        is_special: ["automatic", "run-scoped", "switchable", "deprecated"].iter().any(|it| role.get(it).is_some()),
        is_deprecated: role.get("deprecated").is_some(),
        gives: privilege_lists(role, &LISTS).filter_map(named).collect(),
        abroad: privilege_lists(role, &ABROAD).filter_map(named).collect(),
        assigners,
    }
}

fn conditions(document: &Table) -> Vec<String> {
    let of_role = |(_, role): (&String, &Value)| {
        let mut found: Vec<String> =
            privilege_lists(role, &LISTS).filter_map(|entry| text(entry.get("when"))).collect();
        found.extend(text(role.get("holder-when")));
        found
    };
    entries(document, "roles").flat_map(of_role).collect()
}

fn read_attribute(name: &str, holds: &Value, conditions: &[String]) -> Option<Attribute> {
    let (entity, short) = name.split_once('.')?;
    let about: Vec<&String> = conditions.iter().filter(|condition| condition.contains(name)).collect();
    // Every second piece between quotation marks is a text.
    let quoted = about.iter().flat_map(|condition| condition.split('"').skip(1).step_by(2));
    let mut words: Vec<String> = quoted.map(str::to_owned).collect();
    words.sort();
    words.dedup();
    Some(Attribute { entity: entity.to_owned(), name: short.to_owned(), holds: text(Some(holds))?, words })
}

fn read_change(document: &Table, kind: &'static str) -> ChangeRule {
    let rule = document.get("changes").and_then(|changes| changes.get(kind));
    let asks = |rule: &Value| operands(if rule.is_str() { Some(rule) } else { rule.get("privileges") });
    ChangeRule { kind, privileges: rule.map(asks) }
}
