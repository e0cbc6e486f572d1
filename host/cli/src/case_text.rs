//! Results of cases, and coverage, in sentences for people.

use guestpass::CheckError;
use guestpass_authoring::cases::{Answer, CaseOutcome, CaseResult};
use guestpass_authoring::coverage::{Coverage, KindCoverage, Missing};
use guestpass_contract::PolicyInfo;
use guestpass_contract::json::{self, JsonError};
use serde::Serialize;

use crate::decision_text::{self, DENIED};
use crate::quoting::visible;
use crate::verdict_text;

/// Things of one kind that are listed as missing at most; `--format json` has all of them.
const MISSING_MAX: usize = 20;
/// Characters of a bar.
const BAR: usize = 20;

/// The error of a case that got no answer.
pub(crate) fn error(result: &CaseResult<'_>) -> Option<CheckError> {
    match &result.outcome {
        CaseOutcome::Error(error) => Some(error.clone()),
        _ => None,
    }
}

/// A case that did not pass, in full: what was expected, what came, and why. Nothing for one that passed.
pub(crate) fn failure(file: &str, result: &CaseResult<'_>, info: &PolicyInfo) -> Result<Vec<String>, JsonError> {
    let case = result.case;
    let headline =
        |word: &str| format!("{DENIED}{word}{DENIED:#} {}:{}: {}", visible(file), case.line, visible(&case.name));
    match &result.outcome {
        CaseOutcome::Passed(_) => Ok(Vec::new()),
        CaseOutcome::Error(error) => Ok(vec![headline("error"), format!("  {error}")]),
        CaseOutcome::Failed { answer, differences } => {
            let mut lines = vec![headline("failed")];
            lines.extend(differences.iter().map(|difference| format!("  {}", visible(difference))));
            let answered = match answer {
                Answer::Decision(decision) => {
                    let mut lines = vec![decision_text::headline(decision, info, &case.facts)?];
                    lines.extend(decision_text::details(decision, info));
                    lines.extend(decision_text::explained(decision, info, &case.facts));
                    lines
                }
                Answer::Verdict(verdict) => verdict_text::lines(verdict)?,
            };
            lines.extend(answered.into_iter().map(|line| format!("  {line}")));
            Ok(lines)
        }
    }
}

/// A case as JSON.
#[derive(Serialize)]
struct CaseJson<'a> {
    file: &'a str,
    line: usize,
    case: &'a str,
    outcome: &'static str,
    differences: &'a [String],
    error: Option<&'static str>,
}

/// A case on one line for programs.
pub(crate) fn json(file: &str, result: &CaseResult<'_>) -> Result<String, JsonError> {
    let (outcome, differences, error): (_, &[String], _) = match &result.outcome {
        CaseOutcome::Passed(_) => ("passed", &[], None),
        CaseOutcome::Failed { differences, .. } => ("failed", differences, None),
        CaseOutcome::Error(error) => ("error", &[], Some(error.code())),
    };
    json::to_string(&CaseJson { file, line: result.case.line, case: &result.case.name, outcome, differences, error })
}

/// What closes a run.
pub(crate) fn summary(passed: usize, failed: usize, errors: usize) -> String {
    let cases = passed.saturating_add(failed).saturating_add(errors);
    let noun = if cases == 1 { "case" } else { "cases" };
    let mut parts = vec![format!("{passed} passed")];
    parts.extend((failed > 0).then(|| format!("{failed} failed")));
    parts.extend((errors > 0).then(|| format!("{errors} without an answer")));
    format!("{cases} {noun}: {}", parts.join(", "))
}

/// A bar for each kind, and, where they are wanted, what the cases do not reach.
pub(crate) fn coverage(coverage: &Coverage, document: &str, lists_missing: bool) -> Vec<String> {
    let mut lines = vec![format!("coverage: {} %", coverage.percent)];
    for kind in &coverage.kinds {
        let KindCoverage { kind, percent, reached, total, .. } = kind;
        let full = percent.saturating_mul(BAR).checked_div(100).unwrap_or_default();
        let bar = format!("{}{}", "█".repeat(full), "·".repeat(BAR.saturating_sub(full)));
        lines.push(format!("  {kind:<10}  {bar}  {percent:>3} %  {reached} of {total}"));
    }
    if lists_missing {
        for kind in coverage.kinds.iter().filter(|kind| !kind.missing.is_empty()) {
            lines.push(format!("no case shows of these {}:", kind.kind));
            let line = |item: &Missing| {
                let place = item.line.map(|line| format!("{}:{line}: ", visible(document))).unwrap_or_default();
                format!("  {place}{} {}", visible(&item.name), item.what)
            };
            lines.extend(kind.missing.iter().take(MISSING_MAX).map(line));
            let more = kind.missing.len().saturating_sub(MISSING_MAX);
            lines.extend((more > 0).then(|| format!("  and {more} more")));
        }
    }
    lines
}
