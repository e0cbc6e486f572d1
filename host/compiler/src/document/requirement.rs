//! What an operation or a change requires: privileges of which any one is enough, or something weaker (R9, R10, R14).

use super::privileges::Privileges;
use super::section::Section;
use super::text::Text;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::spans::{Span, span_of_part};
use crate::suggest::{did_you_mean, quoted};
use guestpass_model::RequirementModel;
use guestpass_rules::{PrivilegeExpression, PrivilegeName};
use std::collections::BTreeSet;

/// What requires something.
pub(super) struct Asker<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// How messages call it, such as "the operation `x`".
    pub(super) what: &'a str,
    /// The code for one that says nothing, or more than one thing.
    pub(super) undecided: DiagnosticCode,
    /// What it can say.
    pub(super) help: &'a str,
}

/// The flags by which a table says that no privilege is needed.
const FLAGS: &[(&str, RequirementModel)] = &[
    ("no-role-required", RequirementModel::Nothing),
    ("any-role-required", RequirementModel::AnyRole),
    ("entry-required", RequirementModel::Entry),
];

/// What cannot be read requires a privilege that nobody holds: every slip closes.
const NOBODY: RequirementModel = RequirementModel::AnyOf(Vec::new());

/// What a table says with exactly one of `privileges` and `flags`. Something open comes from saying so only.
pub(super) fn read(
    asker: &Asker<'_>,
    section: &Section<'_>,
    flags: &[&str],
    privileges: &Privileges<'_>,
    sink: &mut Sink<'_>,
) -> RequirementModel {
    let expression = section.optional_string("privileges", sink);
    let mut said: Vec<&(&str, RequirementModel)> = Vec::new();
    // What is there and of another type, or misspelt, has been reported.
    let mut is_reported =
        section.is_misspelt("privileges") || (section.optional("privileges").is_some() && expression.is_none());
    for flag in FLAGS.iter().filter(|(name, _)| flags.contains(name)) {
        is_reported |= section.is_misspelt(flag.0);
        match section.flag(flag.0, sink) {
            Some(true) => said.push(flag),
            Some(false) => {}
            None => is_reported = true,
        }
    }
    match (expression, said.as_slice()) {
        (Some(expression), []) => of_expression(asker, &expression, privileges, sink),
        (None, [(_, requirement)]) => requirement.clone(),
        (None, []) => {
            if !is_reported {
                undecided(asker, section.span(), "does not say what it requires", sink);
            }
            NOBODY
        }
        (Some(expression), [(flag, _), ..]) => {
            undecided(asker, &expression.span, &format!("says `{flag}`, and names privileges"), sink);
            NOBODY
        }
        (None, [(first, _), (second, _), ..]) => {
            let span = section.optional(second).map_or_else(|| section.span().clone(), toml::Spanned::span);
            undecided(asker, &span, &format!("says `{first}` and `{second}`"), sink);
            NOBODY
        }
    }
}

/// What a privilege expression requires.
pub(super) fn of_expression(
    asker: &Asker<'_>,
    expression: &Text<'_>,
    privileges: &Privileges<'_>,
    sink: &mut Sink<'_>,
) -> RequirementModel {
    if expression.value.trim().is_empty() {
        undecided(asker, &expression.span, "names no privilege", sink);
        return NOBODY;
    }
    let needed = operands(asker, expression, privileges, sink);
    RequirementModel::AnyOf(needed.into_iter().collect())
}

pub(super) fn undecided(asker: &Asker<'_>, at: &Span, reason: &str, sink: &mut Sink<'_>) {
    sink.error(asker.undecided, at, || says(format!("{} {reason}", asker.what)).help(asker.help));
}

fn operands(
    asker: &Asker<'_>,
    expression: &Text<'_>,
    privileges: &Privileges<'_>,
    sink: &mut Sink<'_>,
) -> BTreeSet<u16> {
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
    // R16: legal, as nobody may hold it yet.
    if declared.is_empty() {
        sink.warning(DiagnosticCode::UncallableApi, asker.name, &expression.span, || {
            let given = expression.value.trim();
            let meant = did_you_mean(given, privileges.names());
            says(format!("{} is open to nobody yet: {} is not declared{meant}", asker.what, quoted(given)))
                .help("declare in `[privileges]` at least one privilege that it needs")
        });
        return BTreeSet::new();
    }
    for (name, _) in unknown {
        let span = span_of_part(sink.source, &expression.span, expression.value, name.as_str());
        sink.warning(DiagnosticCode::UnknownPrivilege, name.as_str(), &span, || {
            let meant = did_you_mean(name.as_str(), privileges.names());
            says(format!("nobody can hold the privilege {}: it is not declared{meant}", quoted(name.as_str())))
        });
    }
    declared.into_iter().filter_map(|(_, found)| found).map(|found| found.index).collect()
}
