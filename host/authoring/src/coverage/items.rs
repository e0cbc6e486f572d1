//! What there is to reach, and what was.

use serde::Serialize;

/// What the cases of a policy reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Of 100, rounded down.
    pub percent: usize,
    /// Roles, privileges, gates, conditions, operations, changes; a kind that the policy has none of is left out.
    pub kinds: Vec<KindCoverage>,
}

/// One kind of thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindCoverage {
    /// Such as `roles`.
    pub kind: &'static str,
    /// How much was reached.
    pub reached: usize,
    /// How much there is.
    pub total: usize,
    /// Of 100, rounded down.
    pub percent: usize,
    /// What was not reached, in the order of the policy.
    pub missing: Vec<Missing>,
}

/// Something that no case reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Such as `saas:application:view`.
    pub name: String,
    /// What no case shows of it, such as `denied`.
    pub what: &'static str,
    /// Where it stands in the document, counted from 1, when there is a document that says so.
    pub line: Option<usize>,
}

impl KindCoverage {
    /// `items` are name, what is to be seen of it, its line, and whether it was.
    pub(super) fn new(kind: &'static str, items: Vec<(Missing, bool)>) -> Self {
        let total = items.len();
        let missing: Vec<Missing> = items.into_iter().filter(|(_, seen)| !seen).map(|(item, _)| item).collect();
        let reached = total.saturating_sub(missing.len());
        Self { kind, reached, total, percent: percent(reached, total), missing }
    }
}

impl Coverage {
    pub(super) fn new(mut kinds: Vec<KindCoverage>) -> Self {
        kinds.retain(|kind| kind.total > 0);
        let reached = kinds.iter().map(|kind| kind.reached).sum();
        let total = kinds.iter().map(|kind| kind.total).sum();
        Self { percent: percent(reached, total), kinds }
    }
}

fn percent(reached: usize, total: usize) -> usize {
    reached.saturating_mul(100).checked_div(total).unwrap_or(100)
}
