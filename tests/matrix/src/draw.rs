//! Asks the rules and draws the tables of one document.

use crate::people::{Column, Known, Place, facts};
use crate::table;
use anyhow::{Context, Result};
use guestpass_engines::{Engine, NativeEngine, Question};
use guestpass_vectors::Document;
use serde_json::{Value, json};
use std::fmt::Write;

const LEGEND: &str = "\
x  may, whatever else is known
c  may when the conditions of the role hold
g  may while an access grant holds
d  may while an access grant holds, when the conditions of the role hold
.  may not
";

/// All tables of a document.
///
/// # Errors
/// When the document does not compile, or an answer cannot be read.
pub fn draw(document: &Document) -> Result<String> {
    let mut sheet = Sheet::of(document)?;
    let mut out = format!(
        "# {}\n\nAsked of the rules; renew it by `GUESTPASS_BLESS=1` and look at what changes.\n",
        document.stem
    );
    let _ = writeln!(out, "\n{LEGEND}");
    for (number, column) in sheet.columns.iter().enumerate() {
        let name = column.role.as_deref().unwrap_or("nothing was granted");
        let _ = writeln!(out, "{number:>2}  {name:<24} {}", column.about);
    }
    sheet.privileges(&mut out)?;
    sheet.operations(&mut out)?;
    sheet.fields(&mut out)?;
    Ok(out)
}

struct Sheet {
    engine: NativeEngine,
    description: Value,
    columns: Vec<Column>,
    roles: Vec<String>,
    entitlements: Vec<String>,
}

fn named(description: &Value, list: &str) -> Vec<String> {
    let items = description.get(list).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| text(item, "name")).collect()
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn column(role: &Value) -> Column {
    let kind = text(role, "kind").unwrap_or_default();
    let automatic = text(role, "automatic");
    let level = text(role, "level").filter(|_| kind == "app").map(|level| format!(", {level}"));
    let held = automatic.as_ref().map(|automatic| format!(", automatic: {automatic}"));
    Column {
        role: text(role, "name"),
        about: format!("{kind}{}{}", level.unwrap_or_default(), held.unwrap_or_default()),
        login: if kind == "account" { "account" } else { "user" },
        is_app_role: kind == "app",
        automatic,
    }
}

impl Sheet {
    fn of(document: &Document) -> Result<Self> {
        let mut engine = NativeEngine::start(document)?;
        let description = ask(&mut engine, Question::Describe)?.into_iter().next().context("no description")?;
        let roles = description.get("roles").and_then(Value::as_array).cloned().unwrap_or_default();
        let nothing =
            |login| Column { role: None, about: format!("{login} login"), login, is_app_role: false, automatic: None };
        let mut columns = vec![nothing("user")];
        if roles.iter().any(|role| text(role, "kind").as_deref() == Some("account")) {
            columns.push(nothing("account"));
        }
        columns.extend(roles.iter().map(column));
        let parsed: toml::Table = document.source.parse()?;
        let suites = parsed.get("suites").and_then(toml::Value::as_table).into_iter().flatten();
        let entitlements = suites.filter_map(|(_, suite)| suite.get("entitlement")?.as_str().map(str::to_owned));
        Ok(Self {
            engine,
            entitlements: entitlements.collect(),
            roles: named(&description, "roles"),
            description,
            columns,
        })
    }

    /// What a holder of the role of that column is answered to each of these, asked for by that key.
    fn decisions(
        &mut self,
        column: &Column,
        place: Place,
        known: Known,
        key: &str,
        names: &[String],
    ) -> Result<Vec<Value>> {
        let facts = facts(column, place, known, &self.entitlements, &self.roles).to_string();
        let request =
            |name: &String| json!({ key: name, "on_resource": known.resource(), "now": "2026-03-01T12:00:00Z" });
        let requests = names.iter().map(request).collect::<Value>().to_string();
        ask(&mut self.engine, Question::Check { facts, requests })
    }

    /// One letter for each name: what a holder of the role may.
    fn letters(
        &mut self,
        column: &Column,
        places: &[(Place, [char; 2])],
        key: &str,
        names: &[String],
    ) -> Result<Vec<char>> {
        let mut letters = vec!['.'; names.len()];
        for &(place, [always, conditional]) in places {
            for (known, letter) in [(Known::Nothing, always), (Known::Everything, conditional)] {
                let decisions = self.decisions(column, place, known, key, names)?;
                for (drawn, decision) in letters.iter_mut().zip(decisions) {
                    if *drawn == '.' && text(&decision, "effect").as_deref() == Some("allow") {
                        *drawn = letter;
                    }
                }
            }
        }
        Ok(letters)
    }

    fn rows(&mut self, places: &[(Place, [char; 2])], key: &str, names: &[String]) -> Result<Vec<(String, Vec<char>)>> {
        let columns = self.columns.clone();
        let of_columns = columns.iter().map(|column| self.letters(column, places, key, names));
        let of_columns = of_columns.collect::<Result<Vec<_>>>()?;
        let row = |position: usize| of_columns.iter().filter_map(|letters| letters.get(position).copied()).collect();
        Ok(names.iter().enumerate().map(|(position, name)| (name.clone(), row(position))).collect())
    }

    fn privileges(&mut self, out: &mut String) -> Result<()> {
        let names = named(&self.description, "privileges");
        for (title, places) in [
            ("Privileges of a member, in the own organisation", &[(Place::Own, ['x', 'c'])][..]),
            (
                "Privileges of a third party, who holds the role in another organisation",
                &[(Place::Abroad, ['x', 'c']), (Place::Granted, ['g', 'd'])][..],
            ),
            ("Privileges of a partner's user, with Role management on", &[(Place::LetIn, ['x', 'c'])][..]),
            ("Privileges of a partner's user, with a managed customer", &[(Place::Managed, ['x', 'c'])][..]),
        ] {
            let rows = self.rows(places, "privileges", &names)?;
            table::print(out, title, self.columns.len(), &rows);
        }
        Ok(())
    }

    fn operations(&mut self, out: &mut String) -> Result<()> {
        let names = named(&self.description, "apis");
        let rows = self.rows(&[(Place::Own, ['x', 'c'])], "api", &names)?;
        table::print(out, "Operations of a member, in the own organisation", self.columns.len(), &rows);
        Ok(())
    }

    /// For each operation and each group of fields that it can show: shown, hidden, or not allowed at all.
    fn fields(&mut self, out: &mut String) -> Result<()> {
        let groups = named(&self.description, "field_groups");
        let apis = named(&self.description, "apis");
        for (title, place) in [
            ("Views of a member, conditions holding: s shows the group of fields, h hides it", Place::Own),
            (
                "Views of a partner's user with a managed customer: s shows the group of fields, h hides it",
                Place::Managed,
            ),
        ] {
            let mut rows: Vec<(String, Vec<char>)> = Vec::new();
            let columns = self.columns.clone();
            let of_columns =
                columns.iter().map(|column| self.decisions(column, place, Known::Everything, "api", &apis));
            let of_columns = of_columns.collect::<Result<Vec<_>>>()?;
            for (position, api) in apis.iter().enumerate() {
                let decisions: Vec<&Value> =
                    of_columns.iter().filter_map(|decisions| decisions.get(position)).collect();
                for group in self.groups_of(&groups, api) {
                    let cells = decisions.iter().map(|decision| cell(decision, &group)).collect();
                    rows.push((format!("{api} / {group}"), cells));
                }
            }
            if !rows.is_empty() {
                table::print(out, title, self.columns.len(), &rows);
            }
        }
        Ok(())
    }

    /// The groups that an operation can show: those on one of the privileges that it asks for.
    fn groups_of(&self, groups: &[String], api: &str) -> Vec<String> {
        let item = |list: &str, name: &str| {
            let items = self.description.get(list).and_then(Value::as_array)?;
            items.iter().find(|item| text(item, "name").as_deref() == Some(name)).cloned()
        };
        let requirement = item("apis", api).map(|api| api.to_string()).unwrap_or_default();
        let is_on = |group: &&String| {
            let on = item("field_groups", group).and_then(|group| group.get("on").cloned());
            let on = on.and_then(|on| on.as_array().cloned()).unwrap_or_default();
            on.iter().any(|privilege| requirement.contains(&privilege.to_string()))
        };
        groups.iter().filter(is_on).cloned().collect()
    }
}

fn cell(decision: &Value, group: &str) -> char {
    let hidden = decision.get("hidden_field_groups").and_then(Value::as_array);
    match text(decision, "effect").as_deref() {
        Some("allow") if hidden.is_some_and(|hidden| hidden.contains(&json!(group))) => 'h',
        Some("allow") => 's',
        _ => '.',
    }
}

fn ask(engine: &mut NativeEngine, question: Question) -> Result<Vec<Value>> {
    let answer = engine.answer(&[question])?.into_iter().next().context("no answer")?;
    let lines = answer.map_err(|code| anyhow::anyhow!("the question is refused: {code}"))?;
    lines.iter().map(|line| serde_json::from_str(line).context("an answer is not JSON")).collect()
}
