//! Decides requests.
//!
//! A call goes through three stages. [`held_roles`] works out, once for all requests, which roles the facts give and
//! when.
//! [`wanted`] reads what a request asks for. [`gates`] then judges the gates in their order at one instant;
//! [`interval`] asks it again on both sides of now to find how long the answer holds.

mod entry;
mod gates;
mod held_roles;
mod interval;
mod privilege_gate;
mod same_person;
mod wanted;

use crate::decision::{
    Decision, Effect, Explanation, FactsRead, GateOutcome, GateResult, GrantedBy, Obligations, Reason,
};
use crate::facts::{Facts, PrincipalKind};
use crate::gate::Gate;
use crate::limits::REQUESTS_MAX;
use crate::policy::Policy;
use crate::request::Request;
use crate::time::Instant;
use alloc::vec;
use alloc::vec::Vec;
use gates::Judge;
use wanted::Wanted;

/// Decides every request against the same facts: as many decisions as requests, in their order, each the same as if it
/// had been asked alone.
#[must_use]
pub fn check(policy: &Policy, facts: &Facts<'_>, requests: &[Request<'_>]) -> Vec<Decision> {
    let usable = if requests.len() > REQUESTS_MAX { Err(Reason::LimitExceeded) } else { facts.validate(policy) };
    match usable {
        Err(reason) => requests.iter().map(|request| Decision::refused_at_the_door(reason, request.explain)).collect(),
        Ok(()) => {
            let judge = Judge::new(policy, facts);
            requests.iter().map(|request| decide(&judge, policy, request)).collect()
        }
    }
}

fn decide(judge: &Judge<'_, '_>, policy: &Policy, request: &Request<'_>) -> Decision {
    let wanted = match Wanted::read(policy, request) {
        Ok(wanted) => wanted,
        Err(reason) => return Decision::refused_at_the_door(reason, request.explain),
    };
    if judge.facts().principal.kind == PrincipalKind::Unidentified {
        let explanation = request.explain.then(|| failed_at(Gate::Identification, Reason::NotIdentified));
        let outcome = Outcome::denied(Reason::NotIdentified, FactsRead::PRINCIPAL);
        return outcome.into_decision(judge, None, None, explanation);
    }
    let asked = judge.ask(&wanted);
    let outcome = judge.outcome(&asked, request, request.now);
    let (valid_from, valid_until) = interval::around(request.now, judge.boundaries(), |instant: Instant| {
        judge.outcome(&asked, request, instant) == outcome
    });
    let explanation = request.explain.then(|| judge.explain(&wanted, request));
    outcome.into_decision(judge, valid_from, valid_until, explanation)
}

/// What the gates make of a request at one instant: all of a decision that may change with time, its explanation
/// excepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outcome {
    reason: Reason,
    granted_by: Option<GrantedBy>,
    facts_read: FactsRead,
}

impl Outcome {
    pub(crate) fn denied(reason: Reason, facts_read: FactsRead) -> Self {
        Self { reason, granted_by: None, facts_read }
    }

    fn into_decision(
        self,
        judge: &Judge<'_, '_>,
        valid_from: Option<Instant>,
        valid_until: Option<Instant>,
        explanation: Option<Explanation>,
    ) -> Decision {
        let allowed = matches!(self.reason, Reason::Granted | Reason::NoRoleRequired);
        let obligations = if allowed && judge.is_external() { Obligations::NAME_THE_PERSON } else { Obligations::NONE };
        Decision {
            effect: if allowed { Effect::Allow } else { Effect::Deny },
            reason: self.reason,
            granted_by: self.granted_by,
            valid_from,
            valid_until,
            obligations,
            facts_read: self.facts_read,
            explanation,
        }
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
    Explanation { gates }
}
