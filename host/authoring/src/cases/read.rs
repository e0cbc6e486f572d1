//! From the text of a case file to cases.

use std::collections::BTreeSet;
use std::sync::Arc;

use guestpass_contract::json::{OwnedRequest, OwnedTarget, change_from_str, instant_to_string, request_from_str};
use guestpass_contract::{Facts, InstantMs, PolicyInfo, Reason};
use serde_json::{Value, json};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::expectation::{self, ExpectedAnswer, one};
use super::facts::{Fixtures, Load, Told, fixtures, of_case};
use super::findings::{CaseFindings, Sink, Span};
use super::names::{did_you_mean, quoted};
use super::table::{check_keys, instant, items, text};
use super::toml_json::{json_of, span_at};
use super::{CASES_BYTES_MAX, CASES_MAX, Case, Cases, FACTS_BYTES_MAX, Question};

/// Reads the cases of a policy. `file_name` is only repeated in messages; `load` reads the files of fixtures, whose
/// names count from the case file.
///
/// # Errors
/// Everything that is wrong with the file, in its order: it is no TOML, has unknown keys, or names privileges, roles,
/// operations, field groups or codes that there are not.
pub fn read(file_name: &str, source: &str, info: &PolicyInfo, load: &mut Load<'_>) -> Result<Cases, CaseFindings> {
    let mut sink = Sink::new(file_name, source);
    let mut cases = Vec::new();
    if source.len() > CASES_BYTES_MAX {
        sink.error("cases::too-large", &(0..0), format!("the file has more than {CASES_BYTES_MAX} bytes"));
    } else {
        match DeTable::parse(source) {
            Ok(root) => cases = read_root(root.get_ref(), info, load, &mut sink),
            Err(error) => {
                sink.error("cases::syntax", &error.span().unwrap_or_default(), error.message().to_owned());
            }
        }
    }
    sink.finish()?;
    Ok(Cases { file_name: file_name.to_owned(), cases })
}

fn read_root(root: &DeTable<'_>, info: &PolicyInfo, load: &mut Load<'_>, sink: &mut Sink<'_>) -> Vec<Case> {
    check_keys(root, "the file", &["now", "facts", "case", "table"], sink);
    let now = root.get("now").and_then(|value| instant(value, "now", sink));
    let (fixtures, facts_bytes) = fixtures(root, info, load, sink);
    let is_too_long = facts_bytes > FACTS_BYTES_MAX;
    let mut reader =
        Reader { info, fixtures, now, cases: Vec::new(), facts_bytes, is_too_long, names: BTreeSet::new() };
    for (key, is_table) in [("case", false), ("table", true)] {
        for item in items(root, key, sink).unwrap_or_default() {
            if reader.is_too_long {
                break;
            }
            let Some(table) = item.get_ref().as_table() else {
                sink.error("cases::wrong-type", &item.span(), format!("write it as `[[{key}]]`"));
                continue;
            };
            if is_table {
                reader.table(table, &item.span(), sink);
            } else {
                reader.case(table, &item.span(), sink);
            }
        }
    }
    if reader.is_too_long {
        let message =
            format!("there are more than {CASES_MAX} cases, or their facts have more than {FACTS_BYTES_MAX} bytes");
        sink.error("cases::too-many", &(0..0), message);
    }
    reader.cases.sort_by_key(|case| case.line);
    reader.cases
}

struct Reader<'d, 'i> {
    info: &'i PolicyInfo,
    fixtures: Fixtures<'d>,
    now: Option<InstantMs>,
    cases: Vec<Case>,
    /// Of all facts that were read.
    facts_bytes: usize,
    /// Whether there is one case too many, or too much that they are told; the rest is not read then.
    is_too_long: bool,
    names: BTreeSet<String>,
}

const QUESTIONS: [&str; 3] = ["request", "requests", "change"];

impl Reader<'_, '_> {
    fn case(&mut self, table: &DeTable<'_>, span: &Span, sink: &mut Sink<'_>) {
        let known = ["name", "facts", "with", "now", "request", "requests", "change", "expect"];
        check_keys(table, "a case", &known, sink);
        let Some((name, Told { facts, change_facts, .. }, now)) = self.opened(table, span, sink) else { return };
        let asked: Vec<&str> = QUESTIONS.into_iter().filter(|key| table.contains_key(*key)).collect();
        let ([key], Some(expect)) = (asked.as_slice(), table.get("expect")) else {
            let message =
                format!("case {} needs `expect`, and one of `request`, `requests` and `change`", quoted(name));
            sink.error("cases::missing-key", span, message);
            return;
        };
        let Some(expected) = expectation::read(expect, *key == "change", self.info, sink) else { return };
        self.check_role(&expected, &facts, expect, sink);
        let Some(value) = table.get(*key) else { return };
        match *key {
            "change" => {
                let Some(proposed) = change(value, now, sink) else { return };
                let question = Question::Change { change_facts, proposed };
                self.push(Case { name: name.to_owned(), line: sink.line(span), facts, question, expected }, span, sink);
            }
            "request" => self.asked(name.to_owned(), (&facts, now), value, &expected, None, sink),
            _ => {
                for item in items(table, key, sink).unwrap_or_default() {
                    let name = format!("{name}: {}", label(item));
                    self.asked(name, (&facts, now), item, &expected, None, sink);
                }
            }
        }
    }

    fn table(&mut self, table: &DeTable<'_>, span: &Span, sink: &mut Sink<'_>) {
        let known = ["name", "facts", "with", "now", "on_resource", "allowed", "denied", "reason"];
        check_keys(table, "a table", &known, sink);
        let Some((name, Told { facts, .. }, now)) = self.opened(table, span, sink) else { return };
        let on_resource = text(table, "on_resource", sink);
        let reason = one(table, "reason", Reason::ALL, Reason::name, sink);
        if !table.contains_key("allowed") && !table.contains_key("denied") {
            let message = format!("table {} has neither `allowed` nor `denied`", quoted(name));
            sink.error("cases::missing-key", span, message);
        }
        for (key, allowed) in [("allowed", true), ("denied", false)] {
            let expected = ExpectedAnswer::effect(allowed, if allowed { None } else { reason });
            for item in items(table, key, sink).unwrap_or_default() {
                let name = format!("{name}: {}", label(item));
                self.asked(name, (&facts, now), item, &expected, on_resource, sink);
            }
        }
    }

    /// What cases and tables have in common.
    fn opened<'t>(
        &mut self,
        table: &'t DeTable<'t>,
        span: &Span,
        sink: &mut Sink<'_>,
    ) -> Option<(&'t str, Told, InstantMs)> {
        for key in ["name", "facts"] {
            if !table.contains_key(key) {
                sink.error("cases::missing-key", span, format!("`{key}` is missing"));
            }
        }
        let name = text(table, "name", sink);
        let facts = of_case(table, &self.fixtures, self.info, sink);
        let bytes = facts.as_ref().map_or(0, |told| told.bytes);
        self.facts_bytes = self.facts_bytes.saturating_add(bytes);
        self.is_too_long |= self.facts_bytes > FACTS_BYTES_MAX;
        let now = match table.get("now") {
            Some(value) => instant(value, "now", sink),
            None if self.now.is_none() => {
                let help = "write `now = \"2026-03-02T09:30:00Z\"` at the top of the file";
                sink.advise("cases::missing-key", span, "no time is given".to_owned(), help);
                None
            }
            None => self.now,
        };
        Some((name?, facts?, now?))
    }

    fn asked(
        &mut self,
        name: String,
        (facts, now): (&Arc<Facts>, InstantMs),
        value: &Spanned<DeValue<'_>>,
        expected: &ExpectedAnswer,
        on_resource: Option<&str>,
        sink: &mut Sink<'_>,
    ) {
        if self.is_too_long {
            return;
        }
        let Some(mut request) = request(value, now, self.info, sink) else { return };
        // Coverage is measured by the gates of each answer.
        request.explain = true;
        request.on_resource = request.on_resource.or_else(|| on_resource.map(str::to_owned));
        let may_be_unknown = matches!(
            expected,
            ExpectedAnswer::Decision { reason: Some(Reason::MalformedExpression | Reason::UnknownApi), .. }
        );
        if !may_be_unknown {
            check_target(&request.target, value, self.info, facts, sink);
        }
        let (span, line) = (value.span(), sink.line(&value.span()));
        let question = Question::Request(request);
        self.push(Case { name, line, facts: Arc::clone(facts), question, expected: expected.clone() }, &span, sink);
    }

    fn push(&mut self, case: Case, span: &Span, sink: &mut Sink<'_>) {
        if self.cases.len() >= CASES_MAX {
            self.is_too_long = true;
            return;
        }
        if !self.names.insert(case.name.clone()) {
            let message = format!("there are two cases {}", quoted(&case.name));
            sink.advise("cases::duplicate-name", span, message, "give each case a name of its own");
        }
        self.cases.push(case);
    }

    /// The role that is to grant a request must be one that there is.
    fn check_role(&self, expected: &ExpectedAnswer, facts: &Facts, at: &Spanned<DeValue<'_>>, sink: &mut Sink<'_>) {
        let ExpectedAnswer::Decision { role: Some(role), .. } = expected else { return };
        let custom = facts.custom_roles.iter().filter_map(|role| role.name.of(&facts.text));
        let known: Vec<&str> = self.info.roles.iter().map(|role| role.name.as_str()).chain(custom).collect();
        if !known.contains(&role.as_str()) {
            let message = format!("there is no role {}{}", quoted(role), did_you_mean(role, known));
            sink.error("cases::unknown-role", &span_at(at, "role").0, message);
        }
    }
}

/// How a request is called in the name of its case.
fn label(value: &Spanned<DeValue<'_>>) -> String {
    let Some(table) = value.get_ref().as_table() else {
        return value.get_ref().as_str().unwrap_or_default().to_owned();
    };
    let part = |key| table.get(key).and_then(|value| value.get_ref().as_str());
    let target = part("api").or(part("privileges")).unwrap_or_default();
    part("on_resource").map_or_else(|| target.to_owned(), |resource| format!("{target} on {resource}"))
}

/// Fills the pinned time in where the shape has none.
fn timed(mut value: Value, now: InstantMs) -> Value {
    if let Some(object) = value.as_object_mut() {
        object.entry("now").or_insert_with(|| Value::from(instant_to_string(now).unwrap_or_default()));
    }
    value
}

fn request(
    value: &Spanned<DeValue<'_>>,
    now: InstantMs,
    info: &PolicyInfo,
    sink: &mut Sink<'_>,
) -> Option<OwnedRequest> {
    let shape = match value.get_ref().as_str() {
        Some(text) if !text.contains(':') || info.apis.iter().any(|api| api.name == text) => json!({"api": text}),
        Some(text) => json!({"privileges": text}),
        None => json_of(value.get_ref()),
    };
    let read = request_from_str(&timed(shape, now).to_string());
    read.map_err(|error| {
        let message = format!("request: {}", error.message());
        sink.error("cases::request", &span_at(value, error.path()).0, message);
    })
    .ok()
}

fn change(
    value: &Spanned<DeValue<'_>>,
    now: InstantMs,
    sink: &mut Sink<'_>,
) -> Option<guestpass_contract::json::ProposedChange> {
    let read = change_from_str(&timed(json!({"change": json_of(value.get_ref())}), now).to_string());
    read.map_err(|error| {
        let path = error.path().trim_start_matches("change").trim_start_matches('.');
        sink.error("cases::change", &span_at(value, path).0, format!("change: {}", error.message()));
    })
    .ok()
}

/// What a request names must be there: a slip would be denied, and pass for a good case.
fn check_target(
    target: &OwnedTarget,
    value: &Spanned<DeValue<'_>>,
    info: &PolicyInfo,
    facts: &Facts,
    sink: &mut Sink<'_>,
) {
    match target {
        OwnedTarget::Api(name) => {
            if !info.apis.iter().any(|api| api.name == *name) {
                let meant = did_you_mean(name, info.apis.iter().map(|api| api.name.as_str()));
                let message = format!("the policy has no operation {}{meant}", quoted(name));
                sink.error("cases::unknown-operation", &span_at(value, "api").0, message);
            }
        }
        OwnedTarget::Privileges(expression) => {
            let given = || facts.custom_roles.iter().filter_map(|role| role.privileges.of(&facts.text));
            let is_given = |name: &str| given().any(|names| names.split(' ').any(|given| given == name));
            for name in expression.split(['|', '+']).map(str::trim).filter(|name| !name.is_empty()) {
                if info.privileges.iter().any(|privilege| privilege.name == name) || is_given(name) {
                    continue;
                }
                let meant = did_you_mean(name, info.privileges.iter().map(|privilege| privilege.name.as_str()));
                let message = format!("the privilege {} is not declared{meant}", quoted(name));
                sink.error("cases::unknown-privilege", &span_at(value, "privileges").0, message);
            }
        }
    }
}
