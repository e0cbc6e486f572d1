//! The mutants that no test can catch, reviewed one by one.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::errors::TaskError;

/// How often each mutant may survive, by file and description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Survivors(BTreeMap<String, usize>);

impl Survivors {
    /// Reads the list. Every entry names its mutant and the reason why no test can catch it; `times` says how many
    /// mutants of one function have the same description, 1 when it is left out.
    pub(super) fn read(text: &str) -> Result<Self, TaskError> {
        let refused = |problem: String| TaskError::Survivors(problem);
        let table: Table = text.parse().map_err(|error: toml::de::Error| refused(error.message().to_owned()))?;
        let mut survivors = BTreeMap::new();
        let entries = table.get("survivor").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for entry in entries {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default().trim();
            let (mutant, reason) = (text("mutant"), text("reason"));
            if mutant.is_empty() || reason.is_empty() {
                return Err(refused(format!("every entry needs a `mutant` and a `reason`: `{mutant}`")));
            }
            let times = entry.get("times").and_then(Value::as_integer).unwrap_or(1);
            let times = usize::try_from(times).map_err(|error| refused(format!("`{mutant}`: {error}")))?;
            if survivors.insert(mutant.to_owned(), times).is_some() {
                return Err(refused(format!("`{mutant}` stands twice; use `times`")));
            }
        }
        Ok(Self(survivors))
    }

    /// Splits the missed mutants into those that are not on the list and the entries that nothing stands for any more.
    pub(super) fn review(&self, missed: &[String]) -> Review {
        let mut left = self.0.clone();
        let mut unreviewed = Vec::new();
        for line in missed {
            match left.get_mut(&without_position(line)) {
                Some(times) if *times > 0 => *times -= 1,
                _ => unreviewed.push(line.clone()),
            }
        }
        let idle = left.into_iter().filter(|(_, times)| *times > 0).map(|(mutant, _)| mutant).collect();
        Review { reviewed: missed.len() - unreviewed.len(), unreviewed, idle }
    }
}

/// What the list makes of the mutants that were missed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Review {
    /// How many of them stand on it.
    pub(super) reviewed: usize,
    /// Those that do not.
    pub(super) unreviewed: Vec<String>,
    /// Entries of the list whose mutant was caught, or is no longer made.
    pub(super) idle: Vec<String>,
}

/// `a.rs:3:14: replace x` as `a.rs: replace x`: lines move with every change above them.
fn without_position(line: &str) -> String {
    let mut parts = line.splitn(4, ':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(file), Some(_), Some(_), Some(text)) => format!("{file}:{text}"),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Review, Survivors};

    const ENTRY: &str = "[[survivor]]\nmutant = \"a.rs: replace < with <= in f\"\nreason = \"equal is impossible\"\n";

    #[test]
    fn reviewed_mutants_are_told_from_others_wherever_they_stand() {
        let lines = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
        let (first, second) = ("a.rs:3:14: replace < with <= in f", "a.rs:9:2: replace < with <= in f");
        for (list, missed, reviewed, unreviewed, idle) in [
            ("", &[][..], 0, &[][..], &[][..]),
            (ENTRY, &[first], 1, &[], &[]),
            (ENTRY, &[second], 1, &[], &[]),
            (ENTRY, &[first, second], 1, &[second], &[]),
            (&format!("{ENTRY}times = 2\n"), &[first, second], 2, &[], &[]),
            (
                ENTRY,
                &["b.rs:3:14: replace < with <= in f"],
                0,
                &["b.rs:3:14: replace < with <= in f"],
                &["a.rs: replace < with <= in f"],
            ),
            ("", &["a::b"], 0, &["a::b"], &[]),
        ] {
            let review = Survivors::read(list).unwrap().review(&lines(missed));
            assert_eq!(review, Review { reviewed, unreviewed: lines(unreviewed), idle: lines(idle) }, "{missed:?}");
        }
    }

    #[test]
    fn an_entry_without_a_reason_is_refused() {
        for (list, problem) in [
            ("[[survivor]]\nmutant = \"a.rs: x\"\n", "needs a `mutant` and a `reason`"),
            ("[[survivor]]\nreason = \"x\"\n", "needs a `mutant` and a `reason`"),
            (&format!("{ENTRY}{ENTRY}"), "stands twice"),
            (&format!("{ENTRY}times = -1\n"), "replace < with <= in f"),
            ("[[survivor", "survivors.toml"),
        ] {
            let message = Survivors::read(list).unwrap_err().to_string();
            assert!(message.contains(problem), "{message}");
        }
    }
}
