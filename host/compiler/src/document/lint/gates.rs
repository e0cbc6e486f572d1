//! Warns of gates of entry that a policy should not go without (S3, S23; F20, S6; F12, S17), and of those that lead to
//! nothing (F9, F33).

use super::places::Places;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use guestpass_model::{EntryModel, GateModel, PolicyModel};

/// A gate that outsiders of a kind should pass, and what nobody asks without it.
type Expected = (GateModel, &'static str, &'static str);

const RELATIONSHIP: Expected =
    (GateModel::Relationship, "relationship", "access outlives the relationship with the partner");
const AUTHORISATION: Expected =
    (GateModel::Authorisation, "authorisation", "every user of the partner gets in, authorised or not");
const ACCESS_MODE: Expected =
    (GateModel::AccessMode, "access-mode", "access can neither be switched off nor limited to a period");

pub(super) fn check(model: &PolicyModel, places: Places<'_>, sink: &mut Sink<'_>) {
    let entry = &model.entry;
    if lets_anybody_in(entry) && entry.full_access_suites.is_empty() {
        let span = places.value(&["external", "full-access"]);
        sink.warning(DiagnosticCode::EmptyFullAccess, "external", &span, || {
            says("no privilege reaches anybody from outside: `full-access` names no suite, and roles give nothing beyond it")
                .help("name the suites that people from outside can get anything of, or take their gates away")
        });
    }
    let kinds: [(&str, &[GateModel], &[Expected]); 2] = [
        ("partner", &entry.partner_gates, &[RELATIONSHIP, AUTHORISATION, ACCESS_MODE]),
        ("vendor", &entry.vendor_gates, &[ACCESS_MODE]),
    ];
    for (kind, gates, expected) in kinds {
        // Without gates nobody of the kind gets in at all.
        let missing = expected.iter().filter(|(gate, ..)| !gates.is_empty() && !gates.contains(gate));
        for (_, name, consequence) in missing {
            let span = places.value(&["external", kind, "gates"]);
            sink.warning(DiagnosticCode::MissingGate, name, &span, || {
                says(format!("`gates` of `[external.{kind}]` lacks `{name}`: {consequence}"))
                    .help(format!("add `\"{name}\"` to the gates"))
            });
        }
    }
}

/// Without gates nobody from outside gets in at all.
pub(super) fn lets_anybody_in(entry: &EntryModel) -> bool {
    !entry.partner_gates.is_empty() || !entry.vendor_gates.is_empty()
}
