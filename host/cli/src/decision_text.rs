//! Decisions in sentences for people.

use anstyle::{AnsiColor, Style};
use guestpass_contract::json::{JsonError, instant_to_string};
use guestpass_contract::{
    Decision, Explanation, Facts, GateOutcome, GrantedBy, Obligations, PolicyInfo, Reason, RoleReference,
};

use crate::naming;
use crate::quoting::{quoted, visible};
use crate::sentences::{self, Remedies};

/// How a yes looks on a terminal.
pub(crate) const ALLOWED: Style = AnsiColor::Green.on_default().bold();
/// How a no looks on a terminal.
pub(crate) const DENIED: Style = AnsiColor::Red.on_default().bold();
const ASIDE: Style = Style::new().dimmed();

/// The answer on one line: `allowed:` and what granted it, or `denied:` and why; then when it changes.
pub(crate) fn headline(decision: &Decision, info: &PolicyInfo, facts: &Facts) -> Result<String, JsonError> {
    let until = decision.valid_until.map(instant_to_string).transpose()?;
    if !decision.is_allowed() {
        let (reason, sentence) = (decision.reason, sentences::of_reason(decision.reason));
        let until = until.map(|until| format!("; another answer from {until}")).unwrap_or_default();
        return Ok(format!("{DENIED}denied:{DENIED:#} {reason} — {sentence}{until}"));
    }
    let why = match decision.granted_by {
        Some(granted_by) => granted(granted_by, info, facts),
        None => sentences::of_reason(Reason::NoRoleRequired).to_owned(),
    };
    let until = until.map(|until| format!(", until {until}")).unwrap_or_default();
    Ok(format!("{ALLOWED}allowed:{ALLOWED:#} {why}{until}"))
}

/// What granted a request, whether by a privilege or, where any role was enough, without one.
pub(crate) fn granted(granted_by: GrantedBy, info: &PolicyInfo, facts: &Facts) -> String {
    let held = granted_by.held;
    let by = match granted_by.role {
        None => "full access".to_owned(),
        Some(role @ RoleReference::Policy(_)) => format!("role {} ({held})", naming::role(role, info, facts)),
        Some(role @ RoleReference::Custom(_)) => format!("custom role {} ({held})", naming::role(role, info, facts)),
    };
    match granted_by.privilege {
        Some(privilege) => format!("granted by {by} through {}", naming::privilege(privilege, info)),
        None => format!("granted by {by}"),
    }
}

/// What follows the headline of a single answer: what the caller owes and what must not be shown.
pub(crate) fn details(decision: &Decision, info: &PolicyInfo) -> Vec<String> {
    let mut lines = owed(decision.obligations);
    let hidden: Vec<String> = info
        .field_groups
        .iter()
        .enumerate()
        .filter(|(bit, _)| *bit < 64 && decision.hidden_field_groups & (1 << bit) != 0)
        .map(|(_, group)| format!("{} ({})", quoted(&group.name), visible(&group.fields.join(", "))))
        .collect();
    if !hidden.is_empty() {
        lines.push(format!("  hidden: {}", hidden.join(", ")));
    }
    lines
}

/// One line an obligation.
pub(crate) fn owed(obligations: Obligations) -> Vec<String> {
    sentences::of_obligations(obligations).map(|(name, sentence)| format!("  owed: {name} — {sentence}")).collect()
}

/// The gates of an explanation, and for a denial what would change it.
pub(crate) fn explained(decision: &Decision, info: &PolicyInfo, facts: &Facts) -> Vec<String> {
    let Some(explanation) = &decision.explanation else { return Vec::new() };
    let mut lines = gates(explanation);
    if !decision.is_allowed() {
        lines.extend(remedies(explanation, Remedies { info, facts }));
    }
    lines
}

/// One line a set of changes. Each set would do.
fn remedies(explanation: &Explanation, remedies: Remedies<'_>) -> Vec<String> {
    if explanation.remedies.is_empty() {
        return vec!["  what would change it: no change of the facts is known that would".to_owned()];
    }
    let heading = match explanation.remedies.as_slice() {
        [_] => "  what would change it:",
        _ => "  what would change it, one of these:",
    };
    let sets = explanation.remedies.iter().map(|set| format!("    {}", remedies.of_set(set)));
    std::iter::once(heading.to_owned()).chain(sets).collect()
}

/// One line a gate, in the order in which they are tried.
fn gates(explanation: &Explanation) -> Vec<String> {
    let width = explanation.gates.iter().map(|result| result.gate.name().len()).max().unwrap_or_default();
    let line = |(mark, style, sentence): (char, Style, String), gate: &str| {
        format!("  {style}{mark} {gate:width$}{style:#}  {sentence}")
    };
    explanation
        .gates
        .iter()
        .map(|result| {
            let parts = match result.outcome {
                GateOutcome::Passed => ('✓', ALLOWED, sentences::of_gate(result.gate).to_owned()),
                GateOutcome::Failed(reason) => ('✗', DENIED, format!("{reason} — {}", sentences::of_reason(reason))),
                GateOutcome::Skipped => {
                    ('–', ASIDE, "skipped: the policy or the managed relationship exempts from it".to_owned())
                }
                GateOutcome::NotReached => {
                    ('·', ASIDE, "not reached: an earlier failure left nothing to ask".to_owned())
                }
            };
            line(parts, result.gate.name())
        })
        .collect()
}
