//! Verdicts in sentences for people.

use anstyle::{AnsiColor, Style};
use guestpass_contract::json::{JsonError, instant_to_string};
use guestpass_contract::{Acceptance, Refusal, Rejection, Verdict};

use crate::decision_text::{ALLOWED, DENIED, owed};
use crate::quoting::quoted;
use crate::sentences;

const WARNED: Style = AnsiColor::Yellow.on_default().bold();

/// `accepted` and what comes with it, or one line for each reason to refuse.
pub(crate) fn lines(verdict: &Verdict) -> Result<Vec<String>, JsonError> {
    match verdict {
        Verdict::Accepted(acceptance) => accepted(acceptance),
        Verdict::Refused(rejection) => Ok(refused(rejection)),
    }
}

fn accepted(acceptance: &Acceptance) -> Result<Vec<String>, JsonError> {
    let mut lines = vec![format!("{ALLOWED}accepted{ALLOWED:#}")];
    lines.extend(
        acceptance
            .warnings
            .iter()
            .map(|&warning| format!("  {WARNED}warning:{WARNED:#} {warning} — {}", sentences::of_warning(warning))),
    );
    lines.extend(owed(acceptance.obligations));
    if !acceptance.roles.is_empty() {
        let roles: Vec<String> = acceptance.roles.iter().map(|role| quoted(role)).collect();
        lines.push(format!("  roles: {}", roles.join(", ")));
    }
    if let Some(window) = acceptance.access {
        let (start, end) = (instant_to_string(window.start)?, instant_to_string(window.end)?);
        lines.push(format!("  access: from {start} until {end}"));
    }
    Ok(lines)
}

fn refused(rejection: &Rejection) -> Vec<String> {
    let line = |refusal: Refusal| {
        let sentence = sentences::of_refusal(refusal);
        let denial = match (refusal, rejection.denial) {
            (Refusal::NotPermitted, Some(reason)) => format!(": {reason} — {}", sentences::of_reason(reason)),
            _ => String::new(),
        };
        format!("{DENIED}refused:{DENIED:#} {refusal} — {sentence}{denial}")
    };
    rejection.refusals.iter().map(|&refusal| line(refusal)).collect()
}

#[cfg(test)]
mod tests {
    use super::lines;
    use guestpass_contract::{Acceptance, Obligations, Reason, Refusal, Rejection, Verdict, Warning, Window};

    fn check(verdict: &Verdict, expected: &[&str]) {
        let printed = lines(verdict).unwrap().join("\n");
        let plain = anstream::adapter::strip_str(&printed).to_string();
        assert_eq!(plain.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn an_acceptance_says_all_that_comes_with_it() {
        let nothing =
            Acceptance { warnings: Vec::new(), obligations: Obligations::default(), roles: Vec::new(), access: None };
        check(&Verdict::Accepted(nothing.clone()), &["accepted"]);
        let everything = Acceptance {
            warnings: vec![Warning::DeprecatedRole, Warning::NoChange],
            obligations: Obligations::NAME_THE_PERSON,
            roles: vec!["hr".to_owned(), "it".to_owned()],
            access: Some(Window { start: 0, end: 1_000 }),
        };
        let expected = [
            "accepted",
            "  warning: deprecated-role — the role is deprecated; choose another one for new holders",
            "  warning: no-change — it is so already",
            "  owed: name-the-person — record the person behind the action by name",
            "  roles: `hr`, `it`",
            "  access: from 1970-01-01T00:00:00Z until 1970-01-01T00:00:01Z",
        ];
        check(&Verdict::Accepted(everything), &expected);
    }

    #[test]
    fn a_rejection_has_a_line_for_each_reason() {
        let refusals = vec![Refusal::NotPermitted, Refusal::InvalidPeriod];
        let expected = [
            "refused: not-permitted — the person may not make this change: no-privilege — no role that the person holds \
             gives the privilege",
            "refused: invalid-period — the period is empty or runs backward",
        ];
        check(&Verdict::Refused(Rejection { refusals, denial: Some(Reason::NoPrivilege) }), &expected);
    }
}
