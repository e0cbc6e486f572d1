//! Decides requests.
//!
//! A call goes through three stages. [`judge`] works out, once for all requests, what policy and facts come to: which
//! roles are held ([`holdings`]), and whether the gates of entry stand open ([`entry`]). [`wanted`] reads what a
//! request asks for, and [`roles`] selects the roles that may satisfy it. Then the gates are judged in their order at
//! one instant; [`interval`] asks again on both sides of now to find how long the answer holds.

mod access;
mod attributes;
mod condition;
mod coverage;
mod entry;
mod fields;
mod holdings;
mod interval;
mod judge;
mod lookup;
mod obstacles;
mod permission;
mod roles;
mod same_person;
#[cfg(test)]
mod tests;
mod wanted;

pub(crate) use condition::MissingAttribute;
pub(crate) use entry::is_managed;
pub(crate) use permission::{entry, holder_eligible, holds_assigner, permission};
pub(crate) use same_person::{Comparison, compare as compare_people};

use crate::decision::{Decision, Effect, Explanation, FactsRead, GateOutcome, GateResult, Obligations, Reason};
use crate::facts::{Facts, PrincipalKind};
use crate::gate::Gate;
use crate::limits::REQUESTS_MAX;
use crate::policy::Policy;
use crate::remedy;
use crate::request::Request;
use crate::time::Instant;
use alloc::vec;
use alloc::vec::Vec;
use fields::{Fields, Showing};
use judge::{Judge, Outcome};
use roles::Candidate;
use wanted::Wanted;

/// Decides every request against the same facts: as many decisions as requests, in their order, each the same as if it
/// had been asked alone.
#[must_use]
pub fn check(policy: &Policy, facts: &Facts<'_>, requests: &[Request<'_>]) -> Vec<Decision> {
    if requests.len() > REQUESTS_MAX {
        let refuse = |request: &Request<'_>| Decision::refused_at_the_door(Reason::LimitExceeded, request.explain);
        return requests.iter().map(refuse).collect();
    }
    let mut checker = Checker::new(policy, facts);
    requests.iter().map(|request| checker.decide(request)).collect()
}

/// Decides requests about one set of facts, one after another: [`check`] for those who have no list of requests.
///
/// The facts are judged once, when it is made: facts that are malformed or over a limit deny every request (X5), with
/// the reason that `check` gives. It does not count requests: [`REQUESTS_MAX`] is for the caller to keep.
#[expect(missing_debug_implementations, reason = "what it has worked out is of no use to anybody else")]
pub struct Checker<'a> {
    /// Or why the facts cannot be relied upon.
    judge: Result<Judge<'a>, Reason>,
    desk: Desk<'a>,
}

impl<'a> Checker<'a> {
    /// Works out what all requests have in common.
    #[must_use]
    pub fn new(policy: &'a Policy, facts: &'a Facts<'a>) -> Self {
        Self { judge: facts.validate(policy).map(|()| Judge::new(policy, facts)), desk: Desk::default() }
    }

    /// Decides one request, the same as if nothing had been asked before.
    pub fn decide(&mut self, request: &Request<'a>) -> Decision {
        match &self.judge {
            Ok(judge) => self.desk.decide(judge, request),
            Err(reason) => Decision::refused_at_the_door(*reason, request.explain),
        }
    }
}

/// Room that the requests of a call use one after another, so that each does not have to make its own.
#[derive(Default)]
struct Desk<'a> {
    candidates: Vec<Candidate<'a>>,
    showing: Vec<Showing<'a>>,
    boundaries: Vec<Instant>,
}

impl<'a> Desk<'a> {
    fn decide(&mut self, judge: &Judge<'a>, request: &Request<'a>) -> Decision {
        let wanted = match Wanted::read(judge.policy(), request) {
            Ok(wanted) => wanted,
            Err(reason) => return Decision::refused_at_the_door(reason, request.explain),
        };
        if judge.facts().principal.kind == PrincipalKind::Unidentified {
            let explanation = request.explain.then(|| failed_at(Gate::Identification, Reason::NotIdentified));
            let read = FactsRead::PRINCIPAL;
            let outcome = Outcome::denied(Gate::Identification, Reason::NotIdentified, read);
            return Decision { explanation, ..decision(judge, &outcome) };
        }
        let explanation = request.explain.then(|| judge.explain(wanted.clone(), request.on_resource, request.now));
        let decided = self.decide_readable(judge, wanted, request);
        let explanation = explanation.map(|explanation| match decided.effect {
            Effect::Allow => explanation,
            Effect::Deny => {
                let remedies = remedy::find(judge.policy(), judge.facts(), request);
                Explanation { remedies, ..explanation }
            }
        });
        Decision { explanation, ..decided }
    }

    fn decide_readable(&mut self, judge: &Judge<'a>, wanted: Wanted<'a>, request: &Request<'a>) -> Decision {
        let Self { candidates, showing, boundaries } = self;
        candidates.clear();
        showing.clear();
        boundaries.clear();
        let (on_resource, now) = (request.on_resource, request.now);
        let asked = judge.ask(wanted, on_resource, candidates);
        let outcome = judge.outcome(&asked, candidates, now);

        let used = outcome.granted_by.and_then(|granted_by| granted_by.privilege);
        let fields = used.map_or(Fields::NONE, |used| Fields::of(judge, used, showing));
        let hidden_field_groups = fields.hidden(judge, showing, on_resource, now);

        judge.push_boundaries(&asked, candidates, &outcome, boundaries);
        fields::push_boundaries(judge, showing, on_resource, boundaries);
        let (valid_from, valid_until) = interval::around(now, boundaries, |at: Instant| {
            judge.outcome(&asked, candidates, at) == outcome
                && fields.hidden(judge, showing, on_resource, at) == hidden_field_groups
        });
        let decided = decision(judge, &outcome);
        let facts_read = decided.facts_read.and(fields.facts_read);
        Decision { valid_from, valid_until, hidden_field_groups, facts_read, ..decided }
    }
}

/// A decision that says so for ever.
fn decision(judge: &Judge<'_>, outcome: &Outcome) -> Decision {
    let is_allowed = outcome.failed.is_none();
    let owes_name = is_allowed && judge.facts().principal.kind.is_external();
    Decision {
        effect: if is_allowed { Effect::Allow } else { Effect::Deny },
        reason: outcome.reason,
        granted_by: outcome.granted_by,
        valid_from: None,
        valid_until: None,
        hidden_field_groups: 0,
        obligations: if owes_name { Obligations::NAME_THE_PERSON } else { Obligations::NONE },
        facts_read: outcome.facts_read,
        explanation: None,
    }
}

impl Decision {
    /// The denial of a request that the rules could not look at: nothing in the facts was relied upon, and no instant
    /// changes it.
    #[must_use]
    pub fn refused_at_the_door(reason: Reason, explain: bool) -> Self {
        Self {
            effect: Effect::Deny,
            reason,
            granted_by: None,
            valid_from: None,
            valid_until: None,
            hidden_field_groups: 0,
            obligations: Obligations::NONE,
            facts_read: FactsRead::NONE,
            explanation: explain.then(|| failed_at(Gate::WellFormed, reason)),
        }
    }
}

/// The explanation of a failure that leaves nothing to ask of later gates.
fn failed_at(gate: Gate, reason: Reason) -> Explanation {
    let failed = GateResult { gate, outcome: GateOutcome::Failed(reason) };
    let unreached = |gate| GateResult { gate, outcome: GateOutcome::NotReached };
    let gates = match gate {
        Gate::WellFormed => {
            vec![failed, unreached(Gate::Identification), unreached(Gate::Entitlement), unreached(Gate::Privilege)]
        }
        _ => {
            let passed = GateResult { gate: Gate::WellFormed, outcome: GateOutcome::Passed };
            vec![passed, failed, unreached(Gate::Entitlement), unreached(Gate::Privilege)]
        }
    };
    Explanation { gates, remedies: Vec::new() }
}
