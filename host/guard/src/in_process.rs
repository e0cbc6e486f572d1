//! Asks a policy that this program has loaded.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use guestpass::contract::{Facts, InstantMs, Reason, RequestDraft};
use guestpass::generations::{Generation, Generations};
use http::request::Parts;

use crate::decider::{Answer, Decider, Undecided};

/// How far a clock may go back, as when it is corrected: five minutes, as for the manifests of policies.
const STEP_BACK_MAX_MS: InstantMs = 5 * 60 * 1000;

type SaysInstant = dyn Fn() -> InstantMs + Send + Sync;

/// The active policy, and how facts about the sender of a request are found.
///
/// The facts come from what the program knows of the sender, never from what the request claims. Nothing is decided
/// while the clock has gone back by more than five minutes since a request: access that has ended would be open again
/// (reliability row 10).
pub struct PolicyInProcess<F> {
    policy: Generations,
    facts_of: Arc<F>,
    expires_ms: Arc<SaysInstant>,
    now_ms: Arc<SaysInstant>,
    /// The latest instant at which somebody asked.
    latest_ms: Arc<AtomicI64>,
}

impl<F: Fn(&Parts) -> Option<Facts>> PolicyInProcess<F> {
    /// Decides by this policy, which does not expire. `facts_of` gives none for a sender whom nobody knows.
    #[must_use]
    pub fn new(policy: Generations, facts_of: F) -> Self {
        let latest_ms = Arc::new(AtomicI64::new(InstantMs::MIN));
        let (expires_ms, now_ms) = (Arc::new(|| InstantMs::MAX), Arc::new(now_ms));
        Self { policy, facts_of: Arc::new(facts_of), expires_ms, now_ms, latest_ms }
    }

    /// The same, which decides nothing from an instant on (reliability row 28): a function that says when the active
    /// policy expires, in milliseconds since the epoch, as `Activator::expires_ms` of guestpass-distribution does for
    /// policies with a manifest. It is asked before each decision.
    #[must_use]
    pub fn until(self, expires_ms: impl Fn() -> InstantMs + Send + Sync + 'static) -> Self {
        Self { expires_ms: Arc::new(expires_ms), ..self }
    }

    /// The same by another clock, such as one that a test sets: milliseconds since the epoch, UTC.
    #[must_use]
    pub fn with_clock(self, now_ms: impl Fn() -> InstantMs + Send + Sync + 'static) -> Self {
        Self { now_ms: Arc::new(now_ms), ..self }
    }
}

impl<F> PolicyInProcess<F> {
    /// The policy that may decide now, and the time.
    fn deciding(&self) -> Result<(Arc<Generation>, InstantMs), Undecided> {
        let now_ms = (self.now_ms)();
        let latest_ms = self.latest_ms.fetch_max(now_ms, Ordering::Relaxed);
        if now_ms < latest_ms.saturating_sub(STEP_BACK_MAX_MS) {
            return Err(Undecided::Policy("the clock has gone back by more than five minutes".to_owned()));
        }
        // In this order, so that a policy that takes the place of an expired one is not taken for it.
        let has_expired = now_ms >= (self.expires_ms)();
        let generation = self.policy.pin();
        if has_expired { Err(Undecided::Policy("it has expired".to_owned())) } else { Ok((generation, now_ms)) }
    }
}

impl<F> Clone for PolicyInProcess<F> {
    fn clone(&self) -> Self {
        Self {
            policy: self.policy.clone(),
            facts_of: Arc::clone(&self.facts_of),
            expires_ms: Arc::clone(&self.expires_ms),
            now_ms: Arc::clone(&self.now_ms),
            latest_ms: Arc::clone(&self.latest_ms),
        }
    }
}

impl<F: Fn(&Parts) -> Option<Facts> + Send + Sync + 'static> Decider for PolicyInProcess<F> {
    async fn decide(&self, parts: &Parts, privileges: &str) -> Result<Answer, Undecided> {
        let Some(facts) = (self.facts_of)(parts) else { return Ok(Answer::Nobody) };
        let (policy, now_ms) = self.deciding()?;
        let decision = policy.check_one(&facts, &RequestDraft::privileges(privileges, now_ms));
        let decision = decision.map_err(|error| Undecided::Policy(error.to_string()))?;
        Ok(match decision.reason {
            _ if decision.is_allowed() => Answer::Allowed(Some(Arc::new(decision))),
            Reason::NotIdentified => Answer::Nobody,
            reason => Answer::Denied(Some(reason.name().to_owned())),
        })
    }
}

/// A clock before 1970 reads as 1970, when no window is open.
fn now_ms() -> InstantMs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    InstantMs::try_from(since.as_millis()).unwrap_or(InstantMs::MAX)
}
