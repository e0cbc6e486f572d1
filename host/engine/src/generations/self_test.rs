//! Questions with known answers, which a policy must give before it is let near real ones.

use crate::check_error::CheckError;
use crate::policy::Policy;
use guestpass_contract::{Decision, Effect, Facts, Reason, Requests};

/// Self-tests of one candidate at most.
pub const SELF_TESTS_MAX: usize = 10_000;

/// A question with a known answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfTest {
    /// For people: what it shows. It is named when it fails.
    pub name: String,
    /// What the policy is told.
    pub facts: Facts,
    /// What it is asked.
    pub requests: Requests,
    /// What it must answer, one for each request and in their order.
    pub expected: Vec<ExpectedDecision>,
}

/// What must be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExpectedDecision {
    /// May, or may not.
    pub effect: Effect,
    /// Why; none when any reason will do.
    pub reason: Option<Reason>,
}

/// The first self-test that a candidate failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("self-test `{name}` failed: {difference}")]
pub struct SelfTestFailure {
    /// Name of the test.
    pub name: String,
    /// What was wrong.
    pub difference: SelfTestDifference,
}

/// How an answer differed from what a self-test expects.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelfTestDifference {
    /// The policy gave no answer.
    #[error("{0}")]
    NoAnswer(CheckError),
    /// The test does not expect one answer for each request: it cannot be passed.
    #[error("it asks {requests} requests and expects {expected} decisions")]
    Incomplete {
        /// Number of requests.
        requests: usize,
        /// Number of decisions that are expected.
        expected: usize,
    },
    /// Another decision than expected.
    #[error("request {position} was expected to be `{}` and is `{}`", phrase(.expected.effect, .expected.reason),
        phrase(*effect, Some(*reason)))]
    Decision {
        /// Which request, counted from 0.
        position: usize,
        /// What was expected.
        expected: ExpectedDecision,
        /// What was decided.
        effect: Effect,
        /// Why.
        reason: Reason,
    },
}

fn phrase(effect: Effect, reason: Option<Reason>) -> String {
    reason.map_or_else(|| effect.name().to_owned(), |reason| format!("{}: {}", effect.name(), reason.name()))
}

impl ExpectedDecision {
    fn fits(&self, decision: &Decision) -> bool {
        self.effect == decision.effect && self.reason.is_none_or(|reason| reason == decision.reason)
    }
}

impl SelfTest {
    /// Puts the question.
    pub(super) fn run(&self, policy: &Policy) -> Result<(), SelfTestFailure> {
        self.difference(policy)
            .map_or(Ok(()), |difference| Err(SelfTestFailure { name: self.name.clone(), difference }))
    }

    fn difference(&self, policy: &Policy) -> Option<SelfTestDifference> {
        let (requests, expected) = (self.requests.items.len(), self.expected.len());
        if requests != expected {
            return Some(SelfTestDifference::Incomplete { requests, expected });
        }
        let decisions = match policy.check(&self.facts, &self.requests) {
            Ok(decisions) => decisions,
            Err(error) => return Some(SelfTestDifference::NoAnswer(error)),
        };
        // `check` gave as many decisions as there are requests, or an error.
        let mut pairs = self.expected.iter().zip(&decisions).enumerate();
        pairs.find(|(_, (expected, decision))| !expected.fits(decision)).map(|(position, (&expected, decision))| {
            let Decision { effect, reason, .. } = *decision;
            SelfTestDifference::Decision { position, expected, effect, reason }
        })
    }
}
