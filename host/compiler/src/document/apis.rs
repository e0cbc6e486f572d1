//! `[apis.*]`: operations, and the privileges of which any one is enough (R9).

use super::privileges::Privileges;
use super::section::{self, Section};
use super::text::{self, Text};
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::limits::SUMMARY_BYTES_MAX;
use crate::spans::{Span, span_of_part};
use crate::suggest::{did_you_mean, quoted};
use guestpass_model::ApiModel;
use guestpass_rules::limits::CATALOGUE_ENTRIES_MAX;
use guestpass_rules::{PrivilegeExpression, PrivilegeName};
use std::collections::BTreeSet;

const KEYS: &[&str] = &["summary", "privileges", "no-role-required"];

pub(super) fn read(root: &Section<'_>, privileges: &Privileges<'_>, sink: &mut Sink<'_>) -> Vec<ApiModel> {
    let mut apis = Vec::new();
    for (name, value) in root.entries("apis", CATALOGUE_ENTRIES_MAX, sink) {
        text::check_name(&name, "an operation", sink);
        let Some(table) = section::table(value, name.value, sink) else { continue };
        let what = format!("operation {}", quoted(name.value));
        let section = Section::open(table, name.span.clone(), what, KEYS, sink);
        let summary = section.sentence("summary", SUMMARY_BYTES_MAX, sink);
        let privileges = needed(&name, &section, privileges, sink);
        apis.push(ApiModel { name: name.value.to_owned(), summary, privileges: privileges.into_iter().collect() });
    }
    apis
}

/// What an operation needs. An empty set means that no role is required, so it comes only from saying so (R10, R14);
/// every other way to an empty set is an error.
fn needed(api: &Text<'_>, section: &Section<'_>, privileges: &Privileges<'_>, sink: &mut Sink<'_>) -> BTreeSet<u16> {
    let is_open = section.flag("no-role-required", sink);
    // What is there and of another type, or misspelt, has been reported.
    let is_reported = is_open.is_none()
        || section.is_misspelt("no-role-required")
        || section.is_misspelt("privileges")
        || section.optional("privileges").is_some();
    match section.optional_string("privileges", sink) {
        Some(expression) if is_open == Some(true) => {
            undecided(api, &expression.span, "says that it requires no role, and names privileges", sink);
        }
        Some(expression) if expression.value.trim().is_empty() => {
            undecided(api, &expression.span, "names no privilege", sink);
        }
        Some(expression) => return operands(api, &expression, privileges, sink),
        None if is_open == Some(true) || is_reported => {}
        None => undecided(api, section.span(), "names no privilege", sink),
    }
    BTreeSet::new()
}

fn undecided(api: &Text<'_>, at: &Span, reason: &str, sink: &mut Sink<'_>) {
    sink.error(DiagnosticCode::UndecidedApi, at, || {
        says(format!("the operation {} {reason}", quoted(api.value)))
            .help("write either `privileges = \"suite:resource:action\"` or `no-role-required = true`")
    });
}

fn operands(api: &Text<'_>, expression: &Text<'_>, privileges: &Privileges<'_>, sink: &mut Sink<'_>) -> BTreeSet<u16> {
    let operands: Result<Vec<PrivilegeName<'_>>, _> = PrivilegeExpression(expression.value).operands().collect();
    let operands = match operands {
        Ok(operands) => operands,
        Err(error) => {
            sink.error(DiagnosticCode::InvalidExpression, &expression.span, || {
                says(format!("{} is not a privilege expression: {error}", quoted(expression.value)))
                    .help("join privileges by `||` or `+`; both mean \"or\"")
            });
            return BTreeSet::new();
        }
    };
    let (declared, unknown): (Vec<_>, Vec<_>) =
        operands.into_iter().map(|name| (name, privileges.get(name.as_str()))).partition(|(_, found)| found.is_some());
    if declared.is_empty() {
        sink.error(DiagnosticCode::UncallableApi, &expression.span, || {
            let given = expression.value.trim();
            let meant = did_you_mean(given, privileges.names());
            says(format!(
                "nobody can call the operation {}: {} is not declared{meant}",
                quoted(api.value),
                quoted(given)
            ))
            .help("declare in `[privileges]` at least one privilege that it needs")
        });
        return BTreeSet::new();
    }
    for (name, _) in unknown {
        // R16: legal, as nobody may hold it yet.
        let span = span_of_part(sink.source, &expression.span, expression.value, name.as_str());
        sink.warning(DiagnosticCode::UnknownPrivilege, &span, || {
            let meant = did_you_mean(name.as_str(), privileges.names());
            says(format!("nobody can hold the privilege {}: it is not declared{meant}", quoted(name.as_str())))
        });
    }
    declared.into_iter().filter_map(|(_, found)| found).map(|found| found.index).collect()
}
