//! Conditions where they stand in the document.

use super::text::Text;
use crate::code::DiagnosticCode;
use crate::condition::{Conditions, Outcome, Scope, Slip};
use crate::diagnostics::{Sink, says};
use crate::spans::span_of_range;
use crate::suggest::quoted;
use guestpass_rules::limits::CATALOGUE_ENTRIES_MAX;

/// What a condition comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// Nothing has to be asked.
    Always,
    /// The condition at this position of the model.
    When(u16),
    /// It has a slip, which has been reported.
    Unreadable,
}

/// Compiles a condition of a role, and reports what is wrong with it or doubtful about it.
pub(super) fn add(
    role: &str,
    text: &Text<'_>,
    scope: Scope,
    conditions: &mut Conditions,
    sink: &mut Sink<'_>,
) -> Given {
    match conditions.add(text.value, scope) {
        Outcome::At(position) => Given::When(position),
        Outcome::AlwaysTrue => {
            sink.warning(DiagnosticCode::ConditionAlwaysTrue, role, &text.span, || {
                says(format!("the condition {} always holds", quoted(text.value))).help("leave it out")
            });
            Given::Always
        }
        Outcome::AlwaysFalse(position) => {
            sink.warning(DiagnosticCode::ConditionAlwaysFalse, role, &text.span, || {
                says(format!("the condition {} never holds", quoted(text.value)))
                    .help("take away what depends on it, or compare with something that can change")
            });
            Given::When(position)
        }
        Outcome::TooMany => {
            sink.error(DiagnosticCode::TooMany, &text.span, || {
                says(format!("there are more than {CATALOGUE_ENTRIES_MAX} conditions"))
            });
            Given::Unreadable
        }
        Outcome::Refused(Slip { code, range, message, help }) => {
            let span = span_of_range(sink.source, &text.span, text.value, &range);
            sink.error(code, &span, || match help {
                Some(help) => says(message).help(help),
                None => says(message),
            });
            Given::Unreadable
        }
    }
}
