//! Warns of conditions that hold, or do not, whatever the facts say.

use super::GIVING;
use super::places::Places;
use crate::code::DiagnosticCode;
use crate::condition::{Always, Worlds};
use crate::diagnostics::{Sink, says};
use crate::document::text::Text;
use crate::suggest::quoted;
use guestpass_model::PolicyModel;
use std::collections::BTreeMap;

pub(super) fn check(model: &PolicyModel, places: Places<'_>, sink: &mut Sink<'_>) {
    let mut worlds = Worlds::new(model);
    let found: BTreeMap<&str, Always> = model
        .conditions
        .iter()
        .filter_map(|condition| Some((condition.source.as_str(), worlds.judge(&condition.nodes)?)))
        .collect();
    if found.is_empty() {
        return;
    }
    for role in &model.roles {
        let name = role.name.as_str();
        let given = GIVING.iter().flat_map(|list| places.privileges(&["roles", name, list]));
        let when = given.filter_map(|item| item.when).chain(places.text(&["roles", name, "holder-when"]));
        for when in when {
            if let Some(always) = found.get(when.value) {
                report(name, &when, *always, sink);
            }
        }
    }
}

fn report(role: &str, when: &Text<'_>, always: Always, sink: &mut Sink<'_>) {
    let text = quoted(when.value);
    match always {
        Always::True => sink.warning(DiagnosticCode::ConditionAlwaysTrue, role, &when.span, || {
            says(format!("the condition {text} holds whatever its attributes are"))
                .help("leave it out; if it is to ask whether an attribute is there, write `has(...)`")
        }),
        Always::False => sink.warning(DiagnosticCode::ConditionAlwaysFalse, role, &when.span, || {
            says(format!("the condition {text} never holds, whatever its attributes are"))
                .help("take away what depends on it, or correct the part that is wrong")
        }),
    }
}
