//! `[privileges]`: what can be allowed at all, each with a sentence on what it allows.

use super::section::{self, Section};
use super::suites::Suites;
use super::text::{self, Text};
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::limits::SUMMARY_BYTES_MAX;
use crate::suggest::{did_you_mean, quoted};
use guestpass_model::PrivilegeModel;
use guestpass_rules::limits::CATALOGUE_ENTRIES_MAX;
use guestpass_rules::{PrivilegeName, PrivilegeNameError};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::DeValue;

/// A declared privilege.
pub(super) struct Declared {
    /// Its place in the byte order of all names.
    pub(super) index: u16,
    summary: String,
}

/// The privileges by name, in byte order.
#[derive(Default)]
pub(super) struct Privileges<'d> {
    declared: BTreeMap<&'d str, Declared>,
    /// Declared under a name that is none. Reported once, where they are declared.
    malformed: BTreeSet<&'d str>,
}

pub(super) fn read<'d>(root: &Section<'d>, suites: &Suites<'_>, sink: &mut Sink<'_>) -> Privileges<'d> {
    let mut privileges = Privileges::default();
    let mut suites_reported = BTreeSet::new();
    for (name, value) in root.entries("privileges", CATALOGUE_ENTRIES_MAX, sink) {
        let summary = summary(&name, value, sink);
        let suite = match PrivilegeName::parse(name.value) {
            Ok(parsed) => parsed.suite(),
            Err(error) => {
                invalid(&name, error, sink);
                privileges.malformed.insert(name.value);
                continue;
            }
        };
        if !suites.contains_key(suite) && suites_reported.insert(suite) {
            sink.error(DiagnosticCode::UnknownSuite, &name.span, || {
                let meant = did_you_mean(suite, suites.keys().copied());
                says(format!("the suite `{suite}` of {} is not declared{meant}", quoted(name.value)))
                    .help(format!("add a table `[suites.{suite}]`"))
            });
        }
        privileges.declared.insert(name.value, Declared { index: 0, summary });
    }
    for (declared, index) in privileges.declared.values_mut().zip(0..) {
        declared.index = index;
    }
    privileges
}

/// What a privilege allows: a sentence, or a table with it and with whether the privilege is deprecated. The latter is
/// for the readers of the document; the component does not carry it.
fn summary(name: &Text<'_>, value: &Spanned<DeValue<'_>>, sink: &mut Sink<'_>) -> String {
    if let DeValue::Table(table) = value.get_ref() {
        let what = format!("privilege {}", quoted(name.value));
        let section = Section::open(table, name.span.clone(), what, &["summary", "deprecated"], sink);
        section.flag("deprecated", sink);
        return section.sentence("summary", SUMMARY_BYTES_MAX, sink);
    }
    let Some(summary) = section::string(value, name.value, sink) else { return String::new() };
    text::check_sentence(&summary, "summary", SUMMARY_BYTES_MAX, sink);
    summary.value.to_owned()
}

fn invalid(name: &Text<'_>, error: PrivilegeNameError, sink: &mut Sink<'_>) {
    sink.error(DiagnosticCode::InvalidPrivilege, &name.span, || {
        let words = says(format!("{} is not a privilege: {error}", quoted(name.value)));
        if error == PrivilegeNameError::Character('*') {
            words.help("name the privileges one by one, so that a new one is never given unseen")
        } else {
            words
        }
    });
}

impl<'d> Privileges<'d> {
    /// The privilege that a role names; none, and reported, when it is not declared.
    pub(super) fn named(&self, name: &Text<'_>, by: &str, sink: &mut Sink<'_>) -> Option<u16> {
        if let Some(declared) = self.declared.get(name.value) {
            return Some(declared.index);
        }
        if self.malformed.contains(name.value) {
            return None;
        }
        match PrivilegeName::parse(name.value) {
            Err(error) => invalid(name, error, sink),
            Ok(_) => sink.error(DiagnosticCode::UnknownPrivilege, &name.span, || {
                let meant = did_you_mean(name.value, self.names());
                says(format!("the privilege {} of {by} is not declared{meant}", quoted(name.value)))
                    .help("declare it in `[privileges]`, or take it away here")
            }),
        }
        None
    }

    pub(super) fn get(&self, name: &str) -> Option<&Declared> {
        self.declared.get(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'d str> {
        self.declared.keys().copied()
    }

    /// In byte order of the names.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'d str, &Declared)> {
        self.declared.iter().map(|(name, declared)| (*name, declared))
    }

    pub(super) fn model(&self) -> Vec<PrivilegeModel> {
        let model = |(name, declared): (&str, &Declared)| PrivilegeModel {
            name: name.to_owned(),
            summary: declared.summary.clone(),
        };
        self.iter().map(model).collect()
    }
}
