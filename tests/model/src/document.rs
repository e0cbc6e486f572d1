//! A policy document as plain values.

use crate::condition::Condition;
use crate::expression;
use crate::json::Unreadable;
use std::collections::{BTreeMap, BTreeSet};
use toml::de::DeTable;
use toml::{Table, Value};

/// What an operation or a change asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Requirement {
    Nothing,
    Entry,
    AnyRole,
    Privileges(Vec<String>),
}

#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) requirement: Requirement,
    /// Those of the policy's gates of entry that stand before it; none for all.
    pub(crate) gates: Option<Vec<String>>,
}

#[derive(Debug)]
pub(crate) struct FieldGroup {
    pub(crate) name: String,
    pub(crate) shown_by: Vec<String>,
    pub(crate) on: Vec<String>,
}

/// Which of a role's three lists a holding gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    Own,
    ThirdParty,
    WithGrant,
}

/// Privileges, each with the conditions under which it is given; none for always.
pub(crate) type Gives = BTreeMap<String, Vec<Option<Condition>>>;

#[derive(Debug, Default)]
pub(crate) struct Role {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) level: String,
    pub(crate) automatic: Option<String>,
    pub(crate) own: Gives,
    pub(crate) third_party: Gives,
    pub(crate) with_grant: Gives,
    /// Names of the roles that may assign it, and whether they need an access grant for that; none when a privilege
    /// decides.
    pub(crate) assigned_by: Option<Vec<(String, bool)>>,
    pub(crate) holder_when: Option<Condition>,
    pub(crate) run_scoped: bool,
    pub(crate) switchable: bool,
    pub(crate) deprecated: bool,
}

impl Role {
    pub(crate) fn gives(&self, list: List) -> &Gives {
        match list {
            List::Own => &self.own,
            List::ThirdParty => &self.third_party,
            List::WithGrant => &self.with_grant,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Names of the suites, each with what an organisation must have bought (F1).
    pub(crate) suites: BTreeMap<String, Option<String>>,
    pub(crate) privileges: BTreeSet<String>,
    /// Full names of attributes, each with its type.
    pub(crate) attributes: BTreeMap<String, String>,
    /// In the order of the document.
    pub(crate) roles: Vec<Role>,
    pub(crate) apis: BTreeMap<String, Api>,
    pub(crate) field_groups: Vec<FieldGroup>,
    pub(crate) changes: BTreeMap<String, Requirement>,
    pub(crate) refuses_deprecated: bool,
    pub(crate) partner_gates: Vec<String>,
    pub(crate) vendor_gates: Vec<String>,
    pub(crate) full_access: Vec<String>,
    /// `email`, `identity` (S11).
    pub(crate) same_person: Vec<String>,
    /// None for no limit.
    pub(crate) limits: BTreeMap<String, Option<u64>>,
    /// Every timestamp in a condition.
    pub(crate) timestamps: Vec<i64>,
}

impl Document {
    pub(crate) fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name == name)
    }

    pub(crate) fn limit(&self, name: &str) -> Option<u64> {
        self.limits.get(name).copied().flatten()
    }

    pub(crate) fn read(text: &str) -> Result<Self, Unreadable> {
        let document: Table = text.parse().map_err(|error| Unreadable(format!("the document: {error}")))?;
        let external = table(&document, "external");
        let roles = names_in_order(text, "roles")?;
        let roles = roles.iter().map(|name| crate::roles_read::role(table(&document, "roles"), name));
        let roles = roles.collect::<Result<Vec<_>, _>>()?;
        let entries = roles.iter().flat_map(|role| [&role.own, &role.third_party, &role.with_grant]);
        let conditions = entries.flat_map(BTreeMap::values).flatten().flatten();
        Ok(Self {
            timestamps: conditions.flat_map(Condition::timestamps).collect(),
            roles,
            suites: table(&document, "suites").into_iter().flatten().map(suite).collect(),
            privileges: table(&document, "privileges").into_iter().flatten().map(|(name, _)| name.clone()).collect(),
            attributes: table(&document, "attributes")
                .into_iter()
                .flatten()
                .map(|(name, holds)| Ok((name.clone(), text_of(holds)?)))
                .collect::<Result<_, _>>()?,
            apis: table(&document, "apis").into_iter().flatten().map(api).collect::<Result<_, _>>()?,
            field_groups: field_groups(text, &document)?,
            changes: table(&document, "changes")
                .into_iter()
                .flatten()
                .map(|(kind, asks)| Ok((kind.clone(), requirement(asks)?)))
                .collect::<Result<_, _>>()?,
            refuses_deprecated: table(&document, "assignment")
                .and_then(|assignment| assignment.get("deprecated-roles"))
                .is_some_and(|what| what.as_str() == Some("refuse")),
            partner_gates: texts(external.and_then(|it| table(it, "partner")), "gates")?,
            vendor_gates: texts(external.and_then(|it| table(it, "vendor")), "gates")?,
            full_access: texts(external, "full-access")?,
            same_person: texts(external, "same-person")?,
            limits: table(&document, "limits").into_iter().flatten().map(limit).collect(),
        })
    }
}

pub(crate) fn table<'a>(document: &'a Table, key: &str) -> Option<&'a Table> {
    document.get(key).and_then(Value::as_table)
}

pub(crate) fn text_of(value: &Value) -> Result<String, Unreadable> {
    value.as_str().map(str::to_owned).ok_or_else(|| Unreadable(format!("{value} is not a text")))
}

pub(crate) fn texts(document: Option<&Table>, key: &str) -> Result<Vec<String>, Unreadable> {
    let found = document.and_then(|document| document.get(key)).and_then(Value::as_array);
    found.into_iter().flatten().map(text_of).collect()
}

/// The keys of a table as they stand in the text: the order of roles decides between two that give the same.
fn names_in_order(text: &str, key: &str) -> Result<Vec<String>, Unreadable> {
    let document = DeTable::parse(text).map_err(|error| Unreadable(format!("the document: {error}")))?;
    let found = document.get_ref().get(key).and_then(|found| found.get_ref().as_table());
    let mut names: Vec<(usize, String)> =
        found.into_iter().flatten().map(|(name, _)| (name.span().start, name.get_ref().to_string())).collect();
    names.sort();
    Ok(names.into_iter().map(|(_, name)| name).collect())
}

fn suite((name, suite): (&String, &Value)) -> (String, Option<String>) {
    (name.clone(), suite.get("entitlement").and_then(Value::as_str).map(str::to_owned))
}

fn limit((name, maximum): (&String, &Value)) -> (String, Option<u64>) {
    (name.clone(), maximum.as_integer().and_then(|maximum| u64::try_from(maximum).ok()))
}

fn api((name, api): (&String, &Value)) -> Result<(String, Api), Unreadable> {
    let gates = api.get("gates").and_then(Value::as_array);
    let gates = gates.map(|gates| gates.iter().map(text_of).collect::<Result<_, _>>()).transpose()?;
    Ok((name.clone(), Api { requirement: requirement(api)?, gates }))
}

/// A privilege expression, alone or under `privileges`, or one of three words that say how little is asked for.
fn requirement(asks: &Value) -> Result<Requirement, Unreadable> {
    let says = |word: &str| asks.get(word).and_then(Value::as_bool) == Some(true);
    if says("no-role-required") {
        return Ok(Requirement::Nothing);
    }
    if says("entry-required") {
        return Ok(Requirement::Entry);
    }
    if says("any-role-required") {
        return Ok(Requirement::AnyRole);
    }
    let names = asks.as_str().or_else(|| asks.get("privileges").and_then(Value::as_str));
    let names = names.ok_or_else(|| Unreadable(format!("{asks} asks for nothing")))?;
    expression::read(names).map(Requirement::Privileges).map_err(|error| Unreadable(format!("`{names}`: {error}")))
}

fn field_groups(text: &str, document: &Table) -> Result<Vec<FieldGroup>, Unreadable> {
    let groups = table(document, "field-groups");
    let read = |name: String| {
        let group = groups.and_then(|groups| table(groups, &name));
        Ok(FieldGroup { shown_by: texts(group, "shown-by")?, on: texts(group, "on")?, name })
    };
    names_in_order(text, "field-groups")?.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_keep_the_order_of_the_text() {
        let text = "[roles.b]\nprivileges = []\n[x]\n[roles.a]\nprivileges = []\n[roles.\"c c\"]\n";
        assert_eq!(names_in_order(text, "roles"), Ok(vec!["b".to_owned(), "a".to_owned(), "c c".to_owned()]));
    }

    #[test]
    fn a_document_says_what_is_asked_for() {
        let text = r#"
            [apis.a]
            privileges = "x:y:z + x:y:w"
            gates = ["relationship"]
            [apis.b]
            no-role-required = true
            [changes]
            switch-role = "x:y:z"
            arrive-by-sso = { any-role-required = true }
            [limits]
            external-access-instances = 20
            access-grant-hours = "unlimited"
        "#;
        let document = Document::read(text).expect("a document");
        let asks = |names: &[&str]| Requirement::Privileges(names.iter().map(|&name| name.to_owned()).collect());
        assert_eq!(document.apis.get("a").map(|api| &api.requirement), Some(&asks(&["x:y:z", "x:y:w"])));
        assert_eq!(document.apis.get("b").map(|api| &api.requirement), Some(&Requirement::Nothing));
        assert_eq!(document.changes.get("switch-role"), Some(&asks(&["x:y:z"])));
        assert_eq!(document.changes.get("arrive-by-sso"), Some(&Requirement::AnyRole));
        assert_eq!(
            (document.limit("external-access-instances"), document.limit("access-grant-hours")),
            (Some(20), None)
        );
    }
}
