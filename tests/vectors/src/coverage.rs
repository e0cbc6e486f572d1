//! Which requirements the vectors show.

use crate::expectation::Outcome;
use crate::load::Vector;
use std::collections::BTreeMap;
use std::fmt;

/// Every requirement: its id, a blank, and a few words on it.
const REQUIREMENTS: &str = include_str!("../requirements.txt");

/// A requirement by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement {
    /// A letter for the group and a number, such as `F9`.
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
}

/// Every requirement there is, group by group.
pub fn requirements() -> impl Iterator<Item = Requirement> {
    let lines = REQUIREMENTS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).map(|(id, title)| Requirement { id, title: title.trim() })
}

/// What the vectors show of one group of requirements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupCoverage {
    /// Requirements of the group.
    pub ids: usize,
    /// Requirements with at least one case that expects something to be allowed, accepted or described.
    pub accepting_ids: usize,
    /// Requirements with at least one case that expects something to be denied or refused.
    pub refusing_ids: usize,
    /// Cases.
    pub cases: usize,
    /// Cases that expect something to be allowed, accepted or described.
    pub accepting: usize,
    /// Cases that expect something to be denied or refused.
    pub refusing: usize,
    /// Requirements without a vector.
    pub without_vector: Vec<&'static str>,
}

/// What the vectors show, and what they do not; it prints itself as a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The groups, each by its letter.
    pub groups: BTreeMap<char, GroupCoverage>,
    /// Requirements that vectors name and nobody knows.
    pub unknown: Vec<String>,
}

/// Counts the cases of each requirement.
#[must_use]
pub fn coverage(vectors: &[Vector]) -> Coverage {
    let mut coverage = Coverage::default();
    for Requirement { id, .. } in requirements() {
        let group = coverage.groups.entry(id.chars().next().unwrap_or_default()).or_default();
        group.ids += 1;
        let named = vectors.iter().filter(|vector| vector.requirement == id);
        let outcomes: Vec<Outcome> = named.flat_map(|vector| &vector.cases).map(|case| case.outcome).collect();
        let accepting = outcomes.iter().filter(|outcome| **outcome == Outcome::Accepting).count();
        group.cases += outcomes.len();
        group.accepting += accepting;
        group.refusing += outcomes.len() - accepting;
        group.accepting_ids += usize::from(accepting > 0);
        group.refusing_ids += usize::from(accepting < outcomes.len());
        if outcomes.is_empty() {
            group.without_vector.push(id);
        }
    }
    let is_unknown = |vector: &&Vector| requirements().all(|known| known.id != vector.requirement);
    coverage.unknown = vectors.iter().filter(is_unknown).map(|vector| vector.requirement.clone()).collect();
    coverage
}

impl Coverage {
    /// Requirements without a vector, of all groups.
    #[must_use]
    pub fn without_vector(&self) -> Vec<&'static str> {
        self.groups.values().flat_map(|group| group.without_vector.iter().copied()).collect()
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "group   ids  cases  accepting (ids)  refusing (ids)  ids without a vector")?;
        let mut all = GroupCoverage::default();
        for (letter, group) in &self.groups {
            write_line(formatter, &letter.to_string(), group)?;
            all.ids += group.ids;
            all.cases += group.cases;
            all.accepting += group.accepting;
            all.refusing += group.refusing;
            all.accepting_ids += group.accepting_ids;
            all.refusing_ids += group.refusing_ids;
            all.without_vector.extend(&group.without_vector);
        }
        write_line(formatter, "all", &all)?;
        match self.unknown.as_slice() {
            [] => Ok(()),
            unknown => writeln!(formatter, "vectors of requirements that nobody knows: {}", unknown.join(", ")),
        }
    }
}

fn write_line(formatter: &mut fmt::Formatter<'_>, name: &str, group: &GroupCoverage) -> fmt::Result {
    let GroupCoverage { ids, cases, accepting, accepting_ids, refusing, refusing_ids, without_vector } = group;
    let missing = if without_vector.is_empty() { "none".to_owned() } else { without_vector.join(" ") };
    writeln!(
        formatter,
        "{name:<5} {ids:>5} {cases:>6} {accepting:>10} ({accepting_ids:>3}) {refusing:>9} ({refusing_ids:>3})  {missing}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::load;
    use std::collections::BTreeSet;

    #[test]
    fn every_requirement_has_a_vector_and_every_vector_a_requirement() {
        let found = coverage(&load().expect("the vectors can be read"));
        assert_eq!(found.without_vector(), Vec::<&str>::new(), "requirements without a vector\n{found}");
        assert_eq!(found.unknown, Vec::<String>::new(), "vectors of unknown requirements");
    }

    #[test]
    fn every_requirement_stands_once_in_its_place_with_a_title() {
        let ids: Vec<&str> = requirements().map(|requirement| requirement.id).collect();
        let groups = [('F', 33), ('S', 23), ('R', 17), ('P', 31), ('C', 40), ('X', 8)];
        let expected: Vec<String> = groups
            .iter()
            .flat_map(|&(letter, last)| (1..=last).map(move |number| format!("{letter}{number}")))
            .collect();
        assert_eq!(ids, expected);
        for Requirement { id, title } in requirements() {
            assert!((5..=12).contains(&title.split_whitespace().count()), "the title of {id} is `{title}`");
        }
    }

    #[test]
    fn what_is_missing_or_unknown_is_seen() {
        let vectors = load().expect("the vectors can be read");
        let (first, rest) = vectors.split_first().expect("a vector");
        let mut fewer = rest.to_vec();
        let missing: &str = &first.requirement;
        assert_eq!(coverage(&fewer).without_vector(), [missing]);
        assert!(coverage(&fewer).to_string().contains(missing));

        fewer.extend([first.clone(), Vector { requirement: "Z9".into(), ..first.clone() }]);
        assert_eq!(coverage(&fewer).unknown, ["Z9"]);
        assert!(coverage(&fewer).to_string().contains("Z9"));
    }

    #[test]
    fn cases_of_one_requirement_have_names_of_their_own() {
        for vector in load().expect("the vectors can be read") {
            let names: BTreeSet<&str> = vector.cases.iter().map(|case| case.name.as_str()).collect();
            assert_eq!(names.len(), vector.cases.len(), "{}", vector.requirement);
        }
    }

    #[test]
    fn cases_and_ways_are_counted() {
        let all = coverage(&load().expect("the vectors can be read"));
        for (letter, group) in all.groups {
            assert_eq!(group.accepting + group.refusing, group.cases, "{letter}");
            assert!(group.accepting_ids <= group.ids && group.refusing_ids <= group.ids, "{letter}");
            assert!(group.accepting > 0 && group.refusing > 0, "{letter}");
        }
    }
}
