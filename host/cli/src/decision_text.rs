//! Decisions in sentences for people.

use anstyle::{AnsiColor, Style};
use guestpass_contract::json::{JsonError, instant_to_string};
use guestpass_contract::{Decision, Explanation, Facts, GateOutcome, GrantedBy, PolicyInfo, Reason, RoleReference};

use crate::quoting::quoted;
use crate::sentences;

const ALLOWED: Style = AnsiColor::Green.on_default().bold();
const DENIED: Style = AnsiColor::Red.on_default().bold();
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

/// The engine has checked that the indices lead somewhere.
fn granted(granted_by: GrantedBy, info: &PolicyInfo, facts: &Facts) -> String {
    let privilege = info.privileges.get(usize::from(granted_by.privilege));
    let privilege = quoted(privilege.map(|privilege| privilege.name.as_str()).unwrap_or_default());
    let held = granted_by.held;
    match granted_by.role {
        None => format!("granted by full access through {privilege}"),
        Some(RoleReference::Policy(index)) => {
            let role = info.roles.get(usize::from(index)).map(|role| role.name.as_str());
            format!("granted by role {} ({held}) through {privilege}", quoted(role.unwrap_or_default()))
        }
        Some(RoleReference::Custom(index)) => {
            let role = facts.custom_roles.get(usize::from(index)).and_then(|role| role.name.of(&facts.text));
            format!("granted by custom role {} ({held}) through {privilege}", quoted(role.unwrap_or_default()))
        }
    }
}

/// What follows the headline of a single answer: what the caller owes and what must not be shown.
pub(crate) fn details(decision: &Decision, info: &PolicyInfo) -> Vec<String> {
    let mut lines: Vec<String> = sentences::of_obligations(decision.obligations)
        .map(|(name, sentence)| format!("  owed: {name} — {sentence}"))
        .collect();
    let hidden: Vec<String> = info
        .field_groups
        .iter()
        .enumerate()
        .filter(|(bit, _)| *bit < 64 && decision.hidden_field_groups & (1 << bit) != 0)
        .map(|(_, group)| quoted(&group.name))
        .collect();
    if !hidden.is_empty() {
        lines.push(format!("  hidden: {}", hidden.join(", ")));
    }
    lines
}

/// One line a gate, in the order in which they are tried.
pub(crate) fn gates(explanation: &Explanation) -> Vec<String> {
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
