//! Groups of fields that must not be shown (P13, P26, P28).

use crate::decide::{self, Question};
use crate::holdings;
use crate::instants::Instant;
use crate::privilege_gate::{gives, is_within_reach};

/// The groups that the privilege can show and that no privilege held on the same resource shows.
pub(crate) fn hidden(question: &Question<'_>, privilege: Option<&str>, now: Instant) -> Vec<String> {
    let Some(privilege) = privilege else { return Vec::new() };
    let groups = question.document.field_groups.iter().filter(|group| group.on.iter().any(|on| on == privilege));
    let hidden = groups.filter(|group| !group.shown_by.iter().any(|shows| is_given(question, shows, now)));
    hidden.map(|group| group.name.clone()).collect()
}

fn is_given(question: &Question<'_>, privilege: &str, now: Instant) -> bool {
    let is_held = || {
        if holdings::has_full_access(question.facts) {
            true
        } else {
            question.holdings.iter().any(|holding| gives(question, holding, privilege, now))
        }
    };
    decide::is_entitled(question.document, question.facts, privilege)
        && is_within_reach(question, privilege)
        && is_held()
}
