//! Fixtures, and the facts of a case.

use std::collections::BTreeMap;
use std::sync::Arc;

use guestpass_contract::json::review_facts_from_str;
use guestpass_contract::{ChangeFacts, Facts, PolicyInfo};
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::FACTS_BYTES_MAX;
use super::findings::Sink;
use super::names::{did_you_mean, quoted};
use super::toml_json::{json_of, patch, span_at};

/// Reads a file that stands beside the case file.
pub type Load<'l> = dyn FnMut(&str) -> Result<String, String> + 'l;

/// What a case is told. Cases share what is told to all of them.
#[derive(Clone)]
pub(super) struct Told {
    pub(super) facts: Arc<Facts>,
    pub(super) change_facts: Arc<ChangeFacts>,
    /// Of the facts as JSON; 0 for those of a fixture, which are counted where it is read.
    pub(super) bytes: usize,
}

/// A fixture, and where it was written.
pub(super) struct Fixture<'d> {
    value: Value,
    written: &'d Spanned<DeValue<'d>>,
    /// What it says, where nothing is wrong with it.
    told: Option<Told>,
}

pub(super) type Fixtures<'d> = BTreeMap<&'d str, Fixture<'d>>;

/// The tables `[facts.NAME]`, and how many bytes they have as JSON. What comes behind too many is not read.
pub(super) fn fixtures<'d>(
    root: &'d DeTable<'d>,
    info: &PolicyInfo,
    load: &mut Load<'_>,
    sink: &mut Sink<'_>,
) -> (Fixtures<'d>, usize) {
    let (mut found, mut bytes) = (Fixtures::new(), 0_usize);
    let Some(tables) = root.get("facts") else { return (found, bytes) };
    let Some(tables) = tables.get_ref().as_table() else {
        sink.error("cases::wrong-type", &tables.span(), "`facts` takes a table for each fixture".to_owned());
        return (found, bytes);
    };
    for (name, written) in tables {
        if bytes > FACTS_BYTES_MAX {
            break;
        }
        let Some(value) = one(written, load, sink) else { continue };
        // A fixture that nobody uses is read as well: it is wrong today, and not on the day that somebody does.
        let before = sink.count();
        let text = value.to_string();
        let told = checked(&text, [written, written], info, sink).filter(|_| sink.count() == before);
        bytes = bytes.saturating_add(text.len());
        found.insert(name.get_ref().as_ref(), Fixture { value, written, told });
    }
    (found, bytes)
}

fn one(written: &Spanned<DeValue<'_>>, load: &mut Load<'_>, sink: &mut Sink<'_>) -> Option<Value> {
    let file = written.get_ref().as_table().filter(|table| table.len() == 1).and_then(|table| table.get("file"));
    let Some(file) = file else { return Some(json_of(written.get_ref())) };
    let name = file.get_ref().as_str().unwrap_or_default();
    let read = load(name).and_then(|text| {
        review_facts_from_str(&text).map_err(|error| error.to_string())?;
        serde_json::from_str(&text).map_err(|error| error.to_string())
    });
    read.map_err(|reason| sink.error("cases::facts-file", &file.span(), format!("{}: {reason}", quoted(name)))).ok()
}

/// The facts of a case or of a table: `facts`, with `with` over them.
pub(super) fn of_case(
    table: &DeTable<'_>,
    fixtures: &Fixtures<'_>,
    info: &PolicyInfo,
    sink: &mut Sink<'_>,
) -> Option<Told> {
    let written = table.get("facts")?;
    let with = table.get("with");
    let mut value = json_of(written.get_ref());
    let mut origin = written;
    if let Some(name) = written.get_ref().as_str() {
        let Some(fixture) = fixtures.get(name) else {
            let meant = did_you_mean(name, fixtures.keys().copied());
            sink.advise(
                "cases::unknown-facts",
                &written.span(),
                format!("there are no facts {}{meant}", quoted(name)),
                "write them as a table `[facts.NAME]`",
            );
            return None;
        };
        if let (None, Some(told)) = (with, &fixture.told) {
            return Some(Told { bytes: 0, ..told.clone() });
        }
        (value, origin) = (fixture.value.clone(), fixture.written);
    }
    if let Some(with) = with {
        patch(&mut value, &json_of(with.get_ref()));
    }
    checked(&value.to_string(), [with.unwrap_or(written), origin], info, sink)
}

/// Reads facts, and points at the first mistake where it was written.
fn checked(text: &str, places: [&Spanned<DeValue<'_>>; 2], info: &PolicyInfo, sink: &mut Sink<'_>) -> Option<Told> {
    let (facts, change_facts) = match review_facts_from_str(text) {
        Ok(found) => found,
        Err(error) => {
            let spans = places.map(|place| span_at(place, error.path()));
            let span = spans.iter().find(|(_, whole)| *whole).or(spans.first()).map(|(span, _)| span.clone());
            sink.error("cases::facts", &span.unwrap_or_default(), format!("facts: {}", error.message()));
            return None;
        }
    };
    let custom: Vec<&str> = facts.custom_roles.iter().filter_map(|role| role.name.of(&facts.text)).collect();
    for (index, grant) in facts.role_grants.iter().enumerate() {
        let name = grant.role.of(&facts.text).unwrap_or_default();
        let mut known = info.roles.iter().map(|role| role.name.as_str()).chain(custom.iter().copied());
        if known.any(|role| role == name) {
            continue;
        }
        let spans = places.map(|place| span_at(place, &format!("role_grants[{index}].role")));
        let span = spans.iter().find(|(_, whole)| *whole).or(spans.first()).map(|(span, _)| span.clone());
        let meant = did_you_mean(name, info.roles.iter().map(|role| role.name.as_str()));
        let message = format!("neither the policy nor the organisation has a role {}{meant}", quoted(name));
        sink.error("cases::unknown-role", &span.unwrap_or_default(), message);
    }
    Some(Told { facts: Arc::new(facts), change_facts: Arc::new(change_facts), bytes: text.len() })
}
