//! Asks a policy that this program has loaded.

use std::future::{Future, ready};
use std::pin::Pin;
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
type FindsFacts = dyn Fn(&Parts) -> FoundFacts + Send + Sync;
type FoundFacts = Pin<Box<dyn Future<Output = Result<Option<Facts>, String>> + Send>>;

/// Where a policy is found, which need not be there yet: generations, or a function that gives them once there are any,
/// such as `Activator::generations` of guestpass-distribution. While there are none, nothing is decided.
pub trait FindsPolicy: Send + Sync + 'static {
    /// The generations of the policy, once there is one. Asked before each decision.
    fn generations(&self) -> Option<Generations>;
}

impl FindsPolicy for Generations {
    fn generations(&self) -> Option<Generations> {
        Some(self.clone())
    }
}

impl<F: Fn() -> Option<Generations> + Send + Sync + 'static> FindsPolicy for F {
    fn generations(&self) -> Option<Generations> {
        self()
    }
}

/// The active policy, and how facts about the sender of a request are found.
///
/// The facts come from what the program knows of the sender, never from what the request claims. Nothing is decided
/// while the clock has gone back by more than five minutes since a request: access that has ended would be open again
/// (reliability row 10).
#[derive(Clone)]
pub struct PolicyInProcess {
    policy: Arc<dyn FindsPolicy>,
    facts_of: Arc<FindsFacts>,
    until_ms: Arc<SaysInstant>,
    now_ms: Arc<SaysInstant>,
    /// The latest instant at which somebody asked.
    latest_ms: Arc<AtomicI64>,
}

impl PolicyInProcess {
    /// Decides by this policy, which does not expire. `facts_of` gives none for a sender whom nobody knows.
    #[must_use]
    pub fn new(policy: impl FindsPolicy, facts_of: impl Fn(&Parts) -> Option<Facts> + Send + Sync + 'static) -> Self {
        Self::finding(policy, move |parts| Box::pin(ready(Ok(facts_of(parts)))))
    }

    /// The same with facts that are waited for, such as those of a database. What `facts_of` needs of the request it
    /// takes before it waits, and how long it waits is its own affair. An error decides nothing; its text is for
    /// [`Guard::telling`](crate::Guard::telling).
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use guestpass::contract::Facts;
    /// # use guestpass::generations::Generations;
    /// # use guestpass_guard::PolicyInProcess;
    /// # struct Directory;
    /// # impl Directory {
    /// #     async fn facts_of(&self, token: &str) -> std::io::Result<Option<Facts>> { Ok(None) }
    /// # }
    /// fn decider(policy: Generations, directory: Arc<Directory>) -> PolicyInProcess {
    ///     PolicyInProcess::awaiting(policy, move |parts| {
    ///         let token = parts.headers.get("authorization").and_then(|token| token.to_str().ok()).map(str::to_owned);
    ///         let directory = Arc::clone(&directory);
    ///         async move {
    ///             let Some(token) = token else { return Ok(None) };
    ///             directory.facts_of(&token).await.map_err(|error| error.to_string())
    ///         }
    ///     })
    /// }
    /// ```
    #[must_use]
    pub fn awaiting<W>(policy: impl FindsPolicy, facts_of: impl Fn(&Parts) -> W + Send + Sync + 'static) -> Self
    where
        W: Future<Output = Result<Option<Facts>, String>> + Send + 'static,
    {
        Self::finding(policy, move |parts| Box::pin(facts_of(parts)))
    }

    fn finding(policy: impl FindsPolicy, facts_of: impl Fn(&Parts) -> FoundFacts + Send + Sync + 'static) -> Self {
        let latest_ms = Arc::new(AtomicI64::new(InstantMs::MIN));
        let (until_ms, now_ms) = (Arc::new(|| InstantMs::MAX), Arc::new(now_ms));
        Self { policy: Arc::new(policy), facts_of: Arc::new(facts_of), until_ms, now_ms, latest_ms }
    }

    /// The same, which decides nothing from an instant on (reliability row 28): a function that says until when the
    /// active policy decides, in milliseconds since the epoch. `Activator::decides_until_ms` of guestpass-distribution
    /// does, for policies with a manifest: it adds the grace of the trust file to the expiry. It is asked before each
    /// decision.
    #[must_use]
    pub fn until(self, until_ms: impl Fn() -> InstantMs + Send + Sync + 'static) -> Self {
        Self { until_ms: Arc::new(until_ms), ..self }
    }

    /// The same by another clock, such as one that a test sets: milliseconds since the epoch, UTC.
    #[must_use]
    pub fn with_clock(self, now_ms: impl Fn() -> InstantMs + Send + Sync + 'static) -> Self {
        Self { now_ms: Arc::new(now_ms), ..self }
    }

    /// The policy that may decide now, and the time.
    fn deciding(&self) -> Result<(Arc<Generation>, InstantMs), Undecided> {
        let now_ms = (self.now_ms)();
        let latest_ms = self.latest_ms.fetch_max(now_ms, Ordering::Relaxed);
        if now_ms < latest_ms.saturating_sub(STEP_BACK_MAX_MS) {
            return Err(Undecided::Policy("the clock has gone back by more than five minutes".to_owned()));
        }
        // In this order, so that a policy that takes the place of an expired one is not taken for it.
        let has_expired = now_ms >= (self.until_ms)();
        let generations = self.policy.generations();
        let generation = generations.ok_or_else(|| Undecided::Policy("there is none yet".to_owned()))?.pin();
        if has_expired { Err(Undecided::Policy("it has expired".to_owned())) } else { Ok((generation, now_ms)) }
    }
}

impl Decider for PolicyInProcess {
    async fn decide(&self, parts: &Parts, privileges: &str) -> Result<Answer, Undecided> {
        let facts = (self.facts_of)(parts).await.map_err(Undecided::Facts)?;
        let Some(facts) = facts else { return Ok(Answer::Nobody) };
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
