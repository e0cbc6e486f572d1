//! `[apis.*]`: operations, what each requires (R9), and which gates stand before it (S21).

use super::gates;
use super::privileges::Privileges;
use super::requirement::{self, Asker};
use super::section::{self, Section};
use super::text;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::limits::SUMMARY_BYTES_MAX;
use crate::suggest::quoted;
use guestpass_model::{ApiModel, EntryModel, GateModel};
use guestpass_rules::limits::CATALOGUE_ENTRIES_MAX;

const FLAGS: &[&str] = &["no-role-required", "any-role-required", "entry-required"];

const KEYS: &[&str] = &["summary", "privileges", "no-role-required", "any-role-required", "entry-required", "gates"];

const HELP: &str = "write one of `privileges = \"suite:resource:action\"`, `no-role-required = true`, \
     `any-role-required = true` and `entry-required = true`";

pub(super) fn read(
    root: &Section<'_>,
    privileges: &Privileges<'_>,
    entry: &EntryModel,
    sink: &mut Sink<'_>,
) -> Vec<ApiModel> {
    let mut apis = Vec::new();
    for (name, value) in root.entries("apis", CATALOGUE_ENTRIES_MAX, sink) {
        text::check_name(&name, "an operation", sink);
        let Some(table) = section::table(value, name.value, sink) else { continue };
        let what = format!("operation {}", quoted(name.value));
        let asker = Asker {
            name: name.value,
            what: &format!("the {what}"),
            undecided: DiagnosticCode::UndecidedApi,
            help: HELP,
        };
        let section = Section::open(table, name.span.clone(), what, KEYS, sink);
        apis.push(ApiModel {
            name: name.value.to_owned(),
            summary: section.sentence("summary", SUMMARY_BYTES_MAX, sink),
            requirement: requirement::read(&asker, &section, FLAGS, privileges, sink),
            gates: own_gates(&section, entry, sink),
        });
    }
    apis
}

/// Those of the policy's gates that the operation names; none for all of them.
fn own_gates(section: &Section<'_>, entry: &EntryModel, sink: &mut Sink<'_>) -> Option<Vec<GateModel>> {
    section.optional("gates")?;
    let items = section.full_list("gates", "name at least one gate, or leave `gates` out for all of them", sink);
    let gates = gates::in_order(&items, sink);
    for (gate, item) in &gates {
        if !entry.partner_gates.contains(gate) && !entry.vendor_gates.contains(gate) {
            sink.warning(DiagnosticCode::UnusedGate, item.value, &item.span, || {
                says(format!("the gate `{}` stands before nobody: the policy does not have it", item.value))
                    .help("add it to `[external.partner]` or `[external.vendor]`, or take it away here")
            });
        }
    }
    Some(gates.into_iter().map(|(gate, _)| gate).collect())
}
