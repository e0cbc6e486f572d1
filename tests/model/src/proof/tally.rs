//! How often each answer occurred.

use super::compare::Said;
use crate::Verdict;
use crate::review::findings::{REFUSALS, WARNINGS};
use std::collections::BTreeMap;
use std::fmt;

/// Words that must occur in a run, each under the name of its kind: else the run would prove nothing about them.
const EXPECTED: [(&str, &[&str]); 5] = [
    (
        "reason",
        &[
            "granted",
            "no-role-required",
            "not-identified",
            "malformed-facts",
            "malformed-expression",
            "unknown-api",
            "limit-exceeded",
            "not-entitled",
            "no-relationship",
            "relationship-ended",
            "partner-not-accredited",
            "domain-not-enabled",
            "no-partner-service-layer",
            "no-own-system-access",
            "not-authorised",
            "sso-not-enabled",
            "dual-listed",
            "no-external-access",
            "access-disabled",
            "window-not-started",
            "window-ended",
            "no-role-assigned",
            "role-disabled",
            "no-access-grant",
            "request-pending",
            "grant-revoked",
            "holder-not-eligible",
            "condition-not-met",
            "attribute-missing",
            "no-privilege",
            "rule-error",
        ],
    ),
    ("held", &["direct", "group", "app-role", "automatic", "external", "third-party", "access-grant", "full-access"]),
    ("verdict", &["accepted", "refused"]),
    ("refusal", &REFUSALS),
    ("warning", &WARNINGS),
];

/// Counts answers by what they say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<(&'static str, &'static str), u64>,
}

impl Tally {
    pub(super) fn count(&mut self, said: &Said) {
        match said {
            Said::Answer(answer) => {
                self.add("reason", answer.reason);
                self.add(
                    "interval",
                    match (answer.valid_from, answer.valid_until) {
                        (None, None) => "always",
                        (Some(_), None) => "has a start",
                        (None, Some(_)) => "has an end",
                        (Some(_), Some(_)) => "has both",
                    },
                );
                if let Some(granted_by) = &answer.granted_by {
                    self.add("held", granted_by.held);
                    self.add("fields", if answer.hidden.is_empty() { "all shown" } else { "some hidden" });
                }
            }
            Said::Verdict(Verdict::Accepted { warnings, .. }) => {
                self.add("verdict", "accepted");
                warnings.iter().for_each(|warning| self.add("warning", warning));
            }
            Said::Verdict(Verdict::Refused { refusals, denial }) => {
                self.add("verdict", "refused");
                refusals.iter().for_each(|refusal| self.add("refusal", refusal));
                denial.iter().for_each(|denial| self.add("denial", denial));
            }
        }
    }

    fn add(&mut self, kind: &'static str, word: &'static str) {
        *self.counts.entry((kind, word)).or_default() += 1;
    }

    /// Both together.
    pub fn merge(&mut self, other: &Self) {
        for (key, count) in &other.counts {
            *self.counts.entry(*key).or_default() += count;
        }
    }

    /// How often a word of a kind occurred.
    #[must_use]
    pub fn of(&self, kind: &str, word: &str) -> u64 {
        self.counts.iter().filter(|((its, word_of), _)| *its == kind && *word_of == word).map(|(_, count)| count).sum()
    }

    /// What must occur and never did.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let words = EXPECTED.iter().flat_map(|(kind, words)| words.iter().map(move |word| (*kind, *word)));
        words.filter(|key| !self.counts.contains_key(key)).map(|(kind, word)| format!("{kind} {word}")).collect()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut last = "";
        for ((kind, word), count) in &self.counts {
            if *kind != last {
                write!(formatter, "{}{kind}: ", if last.is_empty() { "" } else { "\n" })?;
            } else {
                write!(formatter, ", ")?;
            }
            write!(formatter, "{word} {count}")?;
            last = kind;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_occurs_is_missed() {
        let mut tally = Tally::default();
        let all = tally.missing().len();
        tally.count(&Said::Verdict(Verdict::Refused { refusals: vec!["malformed"], denial: None }));
        assert_eq!((tally.missing().len(), tally.of("refusal", "malformed")), (all - 2, 1));
        assert_eq!(tally.to_string(), "refusal: malformed 1\nverdict: refused 1");
    }
}
