//! `[external]`: how people from outside get in, and what full access gives them.

use super::gates;
use super::section::Section;
use super::suites::Suites;
use super::text;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::spans::Span;
use crate::suggest::{did_you_mean, quoted};
use guestpass_model::{EntryModel, GateModel, SamePersonModel};

/// The gates that an employee of the vendor can pass: the others look at a partner.
const VENDOR_CAN_PASS: &[GateModel] = &[GateModel::DualListing, GateModel::AccessMode];

const COMPARISONS: &[&str] = &["email", "identity"];

const FULL_ACCESS_HELP: &str = "name the suites that people from outside can get anything of: all of it while role management is off, and what roles give while it is on; `full-access = []` gives nothing, whatever roles say";

/// Whose gates they are.
#[derive(Clone, Copy, PartialEq)]
enum Outsider {
    Partner,
    Vendor,
}

/// What the document says; nobody from outside gets in when it says nothing.
pub(super) fn read(root: &Section<'_>, suites: &Suites<'_>, sink: &mut Sink<'_>) -> Option<EntryModel> {
    let section = root.section("external", &["full-access", "same-person", "partner", "vendor"], sink)?;
    let partner_gates = gates(&section, Outsider::Partner, sink);
    let vendor_gates = gates(&section, Outsider::Vendor, sink);
    let compares = [&partner_gates, &vendor_gates].iter().any(|gates| gates.contains(&GateModel::DualListing));
    Some(EntryModel {
        full_access_suites: full_access(&section, suites, sink),
        same_person: same_person(&section, compares, sink),
        partner_gates,
        vendor_gates,
    })
}

fn full_access(section: &Section<'_>, suites: &Suites<'_>, sink: &mut Sink<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for name in section.list("full-access", FULL_ACCESS_HELP, sink) {
        if !suites.contains_key(name.value) {
            sink.error(DiagnosticCode::UnknownSuite, &name.span, || {
                let meant = did_you_mean(name.value, suites.keys().copied());
                says(format!("the suite {} of full access is not declared{meant}", quoted(name.value)))
            });
        }
        names.push(name.value.to_owned());
    }
    names
}

/// S11. `compares` says that a gate needs it: without anything to compare the gate would let everybody pass.
fn same_person(section: &Section<'_>, compares: bool, sink: &mut Sink<'_>) -> SamePersonModel {
    let mut rule = SamePersonModel::default();
    let items = section.optional_list("same-person", sink);
    for item in &items {
        match item.value {
            "email" => rule.by_email = true,
            "identity" => rule.by_identity = true,
            _ => text::unknown_value(item, "a way to tell people by", COMPARISONS, sink),
        }
    }
    if compares && items.is_empty() && !section.is_misspelt("same-person") {
        let span = section.optional("same-person").map_or_else(|| section.span().clone(), |value| value.span());
        sink.error(DiagnosticCode::NothingToCompare, &span, || {
            says("the gate `dual-listing` needs `same-person`: it has nothing to tell people by")
                .help("write `same-person = [\"email\", \"identity\"]`")
        });
    }
    rule
}

fn gates(external: &Section<'_>, outsider: Outsider, sink: &mut Sink<'_>) -> Vec<GateModel> {
    let key = match outsider {
        Outsider::Partner => "partner",
        Outsider::Vendor => "vendor",
    };
    let Some(section) = external.section(key, &["gates"], sink) else { return Vec::new() };
    let items = section.list("gates", "list the gates in their order", sink);
    if let Some(value) = section.optional("gates")
        && value.get_ref().as_array().is_some_and(|array| array.is_empty())
    {
        empty(&value.span(), key, sink);
    }
    let gates = gates::in_order(&items, sink);
    for (gate, item) in &gates {
        if outsider == Outsider::Vendor && !VENDOR_CAN_PASS.contains(gate) {
            sink.warning(DiagnosticCode::GateNeverPasses, item.value, &item.span, || {
                says(format!("no employee of the vendor passes the gate `{}`: it looks at a partner", item.value))
            });
        }
    }
    gates.into_iter().map(|(gate, _)| gate).collect()
}

fn empty(span: &Span, key: &str, sink: &mut Sink<'_>) {
    sink.error(DiagnosticCode::EmptyList, span, || {
        says(format!("`gates` of `{key}` is empty"))
            .help(format!("name at least one gate; without the table `[external.{key}]` nobody of that kind gets in"))
    });
}
