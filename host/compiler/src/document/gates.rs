//! Gates of entry by their names.

use super::text::{self, Text};
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::suggest::listed;
use guestpass_model::GateModel;

/// Every gate of entry, in the order in which they are tried (S22).
const GATES: &[(&str, GateModel)] = &[
    ("relationship", GateModel::Relationship),
    ("accreditation", GateModel::Accreditation),
    ("domain", GateModel::Domain),
    ("partner-service-layer", GateModel::PartnerServiceLayer),
    ("own-system-access", GateModel::OwnSystemAccess),
    ("authorisation", GateModel::Authorisation),
    ("sso", GateModel::Sso),
    ("dual-listing", GateModel::DualListing),
    ("access-mode", GateModel::AccessMode),
];

/// The gates that a list names. One that is unknown, or stands after one that it should stand before, is reported and
/// left out.
pub(super) fn in_order<'i, 'd>(items: &'i [Text<'d>], sink: &mut Sink<'_>) -> Vec<(GateModel, &'i Text<'d>)> {
    let mut gates: Vec<(GateModel, &Text<'d>)> = Vec::new();
    for item in items {
        let Some((_, gate)) = GATES.iter().find(|(name, _)| *name == item.value) else {
            text::unknown_value(item, "a gate", &names(), sink);
            continue;
        };
        // What was taken so far rises, so that the first greater one is where this one belongs.
        if let Some((_, later)) = gates.iter().find(|(taken, _)| taken > gate) {
            sink.error(DiagnosticCode::GateOrder, &item.span, || {
                says(format!("the gate `{}` must stand before `{}`", item.value, later.value))
                    .help(format!("gates stand in the order in which they are tried: {}", listed(names())))
            });
            continue;
        }
        gates.push((*gate, item));
    }
    gates
}

fn names() -> Vec<&'static str> {
    GATES.iter().map(|(name, _)| *name).collect()
}
