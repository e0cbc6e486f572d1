//! `[suites.*]`: families of privileges, and what an organisation must have bought to use them.

use super::section::{self, Section};
use super::text;
use crate::diagnostics::Sink;
use crate::limits::SUMMARY_BYTES_MAX;
use guestpass_model::SuiteModel;
use guestpass_rules::PrivilegeName;
use guestpass_rules::limits::SUITES_MAX;
use std::collections::BTreeMap;

/// A suite.
pub(super) struct Suite {
    entitlement: Option<String>,
}

/// The suites by name, in byte order.
pub(super) type Suites<'d> = BTreeMap<&'d str, Suite>;

const KEYS: &[&str] = &["summary", "entitlement"];

pub(super) fn read<'d>(root: &Section<'d>, sink: &mut Sink<'_>) -> Suites<'d> {
    let mut suites = BTreeMap::new();
    for (name, value) in root.entries("suites", SUITES_MAX, sink) {
        // A suite is what can stand before `:resource:action` (R5).
        if PrivilegeName::parse(&format!("{}:resource:action", name.value)).is_err() {
            text::invalid_name(&name, "a suite", "it is made of letters, digits, `_`, `.` and `-`", sink);
        }
        let Some(table) = section::table(value, name.value, sink) else { continue };
        let section = Section::open(table, name.span.clone(), format!("suite `{}`", name.value), KEYS, sink);
        // For the readers of the document; the component does not carry it.
        section.sentence("summary", SUMMARY_BYTES_MAX, sink);
        let entitlement = section.optional_string("entitlement", sink);
        if let Some(entitlement) = &entitlement {
            text::check_name(entitlement, "an entitlement", sink);
        }
        let entitlement = entitlement.map(|entitlement| entitlement.value.to_owned());
        suites.insert(name.value, Suite { entitlement });
    }
    suites
}

pub(super) fn model(suites: &Suites<'_>) -> Vec<SuiteModel> {
    let model = |(name, suite): (&&str, &Suite)| SuiteModel {
        name: (*name).to_owned(),
        entitlement: suite.entitlement.clone(),
    };
    suites.iter().map(model).collect()
}
