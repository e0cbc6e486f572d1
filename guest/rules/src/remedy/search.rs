//! Looks for the smallest sets of changes, size by size.

use super::needs::Needs;
use super::roles::Names;
use super::step::Step;
use super::{RemedySet, candidates};
use crate::check::{check, permission};
use crate::decision::{Effect, Reason};
use crate::facts::Facts;
use crate::limits::REMEDY_SETS_MAX;
use crate::order::sort;
use crate::policy::Policy;
use crate::request::Request;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// Changes in one set: every gate of entry, an entitlement, a role and a grant of access.
const SET_SIZE_MAX: usize = 12;
/// Decisions spent on the search for one request; what verifies the sets found comes on top.
const EVALUATIONS_MAX: usize = 64;

/// The search for what would flip one denial.
pub(super) struct Search<'s, 'a> {
    pub(super) policy: &'a Policy,
    facts: &'s Facts<'a>,
    pub(super) request: Request<'a>,
    pub(super) needs: &'s Needs<'a>,
    pub(super) names: Names<'a>,
    evaluations_left: usize,
}

impl<'s, 'a> Search<'s, 'a> {
    pub(super) fn new(policy: &'a Policy, facts: &'s Facts<'a>, request: &Request<'a>, needs: &'s Needs<'a>) -> Self {
        // An explanation would look for remedies.
        let request = Request { explain: false, ..*request };
        Self { policy, facts, request, needs, names: Names::of(facts), evaluations_left: EVALUATIONS_MAX }
    }

    /// Sets of one change more in each round, until a round finds some that do.
    pub(super) fn run(mut self) -> Vec<RemedySet> {
        let mut sets: Vec<Vec<Step>> = Vec::from([Vec::new()]);
        for _ in 0..=SET_SIZE_MAX {
            let mut sufficient = Vec::new();
            let mut larger = BTreeSet::new();
            for set in sets {
                let Some(left) = self.evaluations_left.checked_sub(1) else { break };
                self.evaluations_left = left;
                let facts = self.changed(&set);
                match self.obstacle(&facts) {
                    None => sufficient.push(set),
                    // Sets of one size only: a larger one is not wanted any more.
                    Some(_) if !sufficient.is_empty() => {}
                    Some(reason) => self.enlarge(&set, &facts, reason, &mut larger),
                }
            }
            if !sufficient.is_empty() || larger.is_empty() {
                return self.verified(sufficient);
            }
            sets = larger.into_iter().collect();
        }
        Vec::new()
    }

    /// The set with each change that addresses the reason; rising, so that the order of making them does not matter.
    fn enlarge(&self, set: &[Step], facts: &Facts<'a>, reason: Reason, larger: &mut BTreeSet<Vec<Step>>) {
        for step in candidates::addressing(self, facts, reason) {
            // More than can be decided need not be remembered.
            if larger.len() >= EVALUATIONS_MAX {
                break;
            }
            if set.iter().all(|made| made.remedy != step.remedy) {
                let mut enlarged = set.to_vec();
                enlarged.push(step);
                sort(&mut enlarged);
                larger.insert(enlarged);
            }
        }
    }

    /// Those sets of which no change can be left out, as they are told.
    fn verified(&self, sufficient: Vec<Vec<Step>>) -> Vec<RemedySet> {
        let told = |set: &Vec<Step>| RemedySet { remedies: set.iter().map(|step| step.remedy).collect() };
        let mut told: Vec<_> = sufficient.into_iter().map(|set| (told(&set), set)).collect();
        sort(&mut told);
        let mut verified: Vec<RemedySet> = Vec::new();
        for (set, steps) in told {
            if verified.len() < REMEDY_SETS_MAX && verified.last() != Some(&set) && self.is_minimal(&steps) {
                verified.push(set);
            }
        }
        verified
    }

    /// Whether the request is allowed with all of the changes, by the very rules that decide, and stays denied when any
    /// one of them is left out. No change at all is no remedy.
    fn is_minimal(&self, set: &[Step]) -> bool {
        let is_allowed = |facts: &Facts<'a>| {
            let decisions = check(self.policy, facts, core::slice::from_ref(&self.request));
            decisions.iter().all(|decision| decision.effect == Effect::Allow)
        };
        !set.is_empty()
            && is_allowed(&self.changed(set))
            && set.iter().all(|left_out| {
                let rest: Vec<Step> = set.iter().copied().filter(|step| step != left_out).collect();
                self.obstacle(&self.changed(&rest)).is_some()
            })
    }

    /// The facts as they would be.
    fn changed(&self, set: &[Step]) -> Facts<'a> {
        let mut facts = self.facts.clone();
        set.iter().for_each(|step| step.apply(self.policy, &self.request, &mut facts));
        facts
    }

    /// Why the request is denied with these facts; none when it is allowed.
    fn obstacle(&self, facts: &Facts<'a>) -> Option<Reason> {
        let Request { on_resource, now, .. } = self.request;
        if self.needs.gates.is_none() {
            // A decision would say as well how long it holds, which takes most of its time.
            return permission(self.policy, facts, &self.needs.requirement, on_resource, now).err();
        }
        let decisions = check(self.policy, facts, core::slice::from_ref(&self.request));
        decisions.iter().find(|decision| decision.effect == Effect::Deny).map(|decision| decision.reason)
    }
}
