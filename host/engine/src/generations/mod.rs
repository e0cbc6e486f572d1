//! Policies that replace each other while requests run.
//!
//! One policy is active. A request pins it once, with [`Generations::pin`], and asks it everything: whatever is
//! activated meanwhile, its answers come from one policy, whose digest they name. A new policy is prepared aside, and
//! then activated in one step; the former ones are kept for a rollback, which compiles nothing.
//!
//! ```
//! use guestpass::contract::{FactsBuilder, PrincipalDraft, RequestDraft};
//! use guestpass::generations::{Candidate, Expectation, GenerationOptions, Generations};
//! use guestpass::{Limits, Runtime, digest_of};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let source = include_str!("../../../../guest/policies/flexera-one.toml");
//! # let (first, second) = (source.to_owned(), source.replace("1.0.0", "1.1.0"));
//! # let first = guestpass_compiler::compile("first.toml", &first)?.component;
//! # let second = guestpass_compiler::compile("second.toml", &second)?.component;
//! let runtime = Runtime::new(Limits::default())?;
//! let now_ms = 1_800_000_000_000;
//! let generations = Generations::new(runtime.load(&first)?, now_ms, GenerationOptions::default());
//!
//! // In a request:
//! let mut facts = FactsBuilder::new("initech")?;
//! facts.principal(&PrincipalDraft::member("sam"))?;
//! let facts = facts.build();
//! let pinned = generations.pin();
//! let decision = pinned.check_one(&facts, &RequestDraft::api("refresh-token", now_ms))?;
//! println!("{} {}", decision.effect.name(), pinned.digest());
//!
//! // Elsewhere, meanwhile: a mistake in the candidate changes nothing and says why.
//! let digest = digest_of(&second);
//! let candidate = Candidate::prepare(&runtime, &second, &Expectation::digest(&digest), &[])?;
//! generations.activate(candidate, now_ms);
//! assert_eq!(generations.pin().digest(), digest);
//! assert_ne!(pinned.digest(), digest, "the running request keeps its policy");
//!
//! generations.rollback()?;
//! assert_eq!(generations.pin().digest(), pinned.digest());
//! # Ok(())
//! # }
//! ```
//!
//! **Invariants**
//! - Activations and rollbacks happen one after another, each whole; a pin sees the state before or after one.
//! - Number, digest and policy of a generation belong together for as long as anybody holds it.
//! - Numbers rise. They go back by a rollback only, and then to a number that was active before.

mod candidate;
mod disagreement;
mod event;
mod generation;
mod options;
mod rollback;
mod self_test;
mod shadow;
mod status;
#[cfg(test)]
mod tests;

pub use candidate::{Candidate, CandidateError, Expectation};
pub use disagreement::DisagreementKind;
pub use event::{EVENTS_WAITING_MAX, Event, Observer, Step};
pub use generation::Generation;
pub use options::{GenerationOptions, KEPT_MAX, SAMPLES_MAX};
pub use rollback::RollbackError;
pub use self_test::{ExpectedDecision, SELF_TESTS_MAX, SelfTest, SelfTestDifference, SelfTestFailure};
pub use shadow::{Disagreement, SHADOW_ERRORS_MAX, ShadowReport};
pub use status::{GenerationStatus, GenerationsStatus};

use crate::policy::Policy;
use crate::runtime::Runtime;
use arc_swap::{ArcSwap, ArcSwapOption};
use event::Announcer;
use generation::Surroundings;
use guestpass_contract::InstantMs;
use shadow::Shadow;
use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The active policy and those around it. Clones are cheap and share everything.
#[derive(Clone)]
pub struct Generations {
    inner: Arc<Inner>,
}

struct Inner {
    active: ArcSwap<Generation>,
    /// Held while the active generation changes: that is what puts activations and rollbacks in an order.
    history: Mutex<History>,
    surroundings: Arc<Surroundings>,
    options: GenerationOptions,
}

struct History {
    last_number: u64,
    /// Those that can be rolled back to, the latest last.
    previous: VecDeque<Arc<Generation>>,
}

impl Generations {
    /// Begins with this policy as generation 1, active since `now_ms`.
    #[must_use]
    pub fn new(policy: Policy, now_ms: InstantMs, options: GenerationOptions) -> Self {
        let surroundings = Arc::new(Surroundings {
            shadow: ArcSwapOption::empty(),
            announcer: Announcer::new(options.observer.clone()),
            live: AtomicUsize::new(0),
        });
        let first = Arc::new(Generation::new(1, policy, now_ms, Arc::clone(&surroundings)));
        let started = Step::Activated { number: 1, previous: None };
        surroundings.announcer.note(started, Some(first.digest()));
        surroundings.announcer.tell();
        let history = Mutex::new(History { last_number: 1, previous: VecDeque::new() });
        Self { inner: Arc::new(Inner { active: ArcSwap::new(first), history, surroundings, options }) }
    }

    /// The active generation, for one request: pin once and ask it everything. Takes no lock.
    #[must_use]
    pub fn pin(&self) -> Arc<Generation> {
        self.inner.active.load_full()
    }

    /// As [`Candidate::prepare`], with the runtime of the active policy, and told to the observer.
    ///
    /// # Errors
    /// As [`Candidate::prepare`].
    pub fn prepare(
        &self,
        component: &[u8],
        expectation: &Expectation<'_>,
        self_tests: &[SelfTest],
    ) -> Result<Candidate, CandidateError> {
        let runtime: Runtime = self.inner.active.load().policy().runtime();
        let prepared = Candidate::prepare(&runtime, component, expectation, self_tests);
        let announcer = &self.inner.surroundings.announcer;
        match &prepared {
            Ok(candidate) => announcer.note(Step::Prepared, Some(candidate.digest())),
            Err(error) => {
                let step = Step::Refused { code: error.code(), detail: error.to_string() };
                let hashed = component.len() <= runtime.limits().component_bytes_max;
                let digest = expectation.digest.map(str::to_owned);
                let digest = digest.or_else(|| hashed.then(|| crate::digest_of(component)));
                announcer.note(step, digest.as_deref());
            }
        }
        announcer.tell();
        prepared
    }

    /// Makes a candidate the active policy, in one step. Requests that pinned before keep theirs. It cannot fail.
    pub fn activate(&self, candidate: Candidate, now_ms: InstantMs) -> Arc<Generation> {
        let inner = &*self.inner;
        let mut history = inner.history();
        let number = history.last_number.saturating_add(1);
        history.last_number = number;
        let next = Arc::new(Generation::new(number, candidate.into_policy(), now_ms, Arc::clone(&inner.surroundings)));
        let former = inner.active.swap(Arc::clone(&next));
        let step = Step::Activated { number, previous: Some(former.digest().to_owned()) };
        inner.surroundings.announcer.note(step, Some(next.digest()));
        history.previous.push_back(former);
        let forgotten = history.forget_beyond(inner.options.kept_max);
        drop(history);
        // Freeing code and instances takes time; nobody waits for it here.
        drop(forgotten);
        inner.surroundings.announcer.tell();
        next
    }

    /// Makes the generation before the active one active again and forgets the active one. Nothing is compiled.
    ///
    /// # Errors
    /// [`RollbackError::NothingKept`].
    pub fn rollback(&self) -> Result<Arc<Generation>, RollbackError> {
        self.roll_back(None)
    }

    /// As [`Generations::rollback`], if this generation is the active one: two people who take the same policy back
    /// take one back, not two.
    ///
    /// # Errors
    /// [`RollbackError`].
    pub fn rollback_from(&self, number: u64) -> Result<Arc<Generation>, RollbackError> {
        self.roll_back(Some(number))
    }

    /// Asks this candidate too, beside whichever policy is active, and ends the shadow before it.
    pub fn shadow(&self, candidate: Candidate) {
        let inner = &*self.inner;
        let history = inner.history();
        let announcer = &inner.surroundings.announcer;
        let digest = candidate.digest().to_owned();
        let shadow = Shadow::new(
            candidate.into_policy(),
            inner.options.shadow_every,
            inner.options.samples_max.min(SAMPLES_MAX),
        );
        if let Some(former) = inner.surroundings.shadow.swap(Some(Arc::new(shadow))) {
            announcer.note(Step::ShadowEnded, Some(former.policy().digest()));
        }
        announcer.note(Step::Shadowing, Some(&digest));
        drop(history);
        announcer.tell();
    }

    /// Asks the shadow no longer; gives it back, ready to be activated, with what came of it. None when there is none.
    #[must_use]
    pub fn end_shadow(&self) -> Option<(Candidate, ShadowReport)> {
        let inner = &*self.inner;
        let history = inner.history();
        let ended = inner.surroundings.shadow.swap(None)?;
        inner.surroundings.announcer.note(Step::ShadowEnded, Some(ended.policy().digest()));
        drop(history);
        inner.surroundings.announcer.tell();
        Some((Candidate::of(ended.policy().clone()), ended.report()))
    }

    /// Which policies there are.
    #[must_use]
    pub fn status(&self) -> GenerationsStatus {
        let inner = &*self.inner;
        let history = inner.history();
        let active = status_of(&inner.active.load());
        let previous = history.previous.iter().rev().map(|generation| status_of(generation)).collect();
        drop(history);
        GenerationsStatus {
            active,
            previous,
            shadow: inner.surroundings.shadow.load().as_ref().map(|shadow| shadow.report()),
            live: inner.surroundings.live.load(Ordering::Relaxed),
            events_lost: inner.surroundings.announcer.lost(),
        }
    }

    fn roll_back(&self, expected: Option<u64>) -> Result<Arc<Generation>, RollbackError> {
        let inner = &*self.inner;
        let mut history = inner.history();
        let active = inner.active.load().number();
        if let Some(expected) = expected.filter(|&expected| expected != active) {
            return Err(RollbackError::NotActive { expected, active });
        }
        let restored = history.previous.pop_back().ok_or(RollbackError::NothingKept)?;
        let taken_back = inner.active.swap(Arc::clone(&restored));
        let step = Step::RolledBack { number: restored.number(), from: taken_back.digest().to_owned() };
        inner.surroundings.announcer.note(step, Some(restored.digest()));
        drop(history);
        drop(taken_back);
        inner.surroundings.announcer.tell();
        Ok(restored)
    }
}

impl Inner {
    fn history(&self) -> MutexGuard<'_, History> {
        // Whoever panics while holding it has changed the history wholly or not at all.
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl History {
    /// Takes out the oldest, so that at most `kept_max` are kept with the active one.
    fn forget_beyond(&mut self, kept_max: usize) -> Vec<Arc<Generation>> {
        let previous_max = kept_max.clamp(1, KEPT_MAX).saturating_sub(1);
        let beyond = self.previous.len().saturating_sub(previous_max);
        self.previous.drain(..beyond).collect()
    }
}

impl fmt::Debug for Generations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Generations").field("active", &self.inner.active.load()).finish_non_exhaustive()
    }
}

fn status_of(generation: &Generation) -> GenerationStatus {
    let info = generation.policy().info();
    GenerationStatus {
        number: generation.number(),
        digest: generation.digest().to_owned(),
        policy: info.name.clone(),
        version: info.version.clone(),
        activated_ms: generation.activated_ms(),
    }
}
