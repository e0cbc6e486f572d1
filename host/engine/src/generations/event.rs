//! What happens to policies, told to whoever observes.

use super::disagreement::DisagreementKind;
use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Events that wait for an observer at most. More are counted in
/// [`GenerationsStatus::events_lost`](super::GenerationsStatus::events_lost).
pub const EVENTS_WAITING_MAX: usize = 1024;

/// Something that happened to a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub step: Step,
    /// Digest of the policy it happened to. None only for a component that was refused before it was hashed, and for
    /// which no digest was expected.
    pub digest: Option<String>,
}

/// A step in the life of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It passed everything that [`Candidate::prepare`](super::Candidate::prepare) tries, and waits.
    Prepared,
    /// It was refused. Nothing has changed.
    Refused {
        /// Stable code of the refusal.
        code: &'static str,
        /// The refusal for people, on one line.
        detail: String,
    },
    /// It answers from now on.
    Activated {
        /// Its number.
        number: u64,
        /// Digest of the policy that answered before; none for the first.
        previous: Option<String>,
    },
    /// It answers again.
    RolledBack {
        /// Its number, the same as before.
        number: u64,
        /// Digest of the policy that was taken back.
        from: String,
    },
    /// It is asked beside the active one from now on.
    Shadowing,
    /// It is no longer asked beside the active one.
    ShadowEnded,
    /// As a shadow it disagreed with the active one for the 1st, 2nd, 4th, 8th... time in this way: an observer hears
    /// little of a shadow that always disagrees.
    Disagreed {
        /// In which way.
        kind: DisagreementKind,
        /// How often it has by now.
        count: u64,
    },
}

impl Step {
    /// The stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Refused { .. } => "refused",
            Self::Activated { .. } => "activated",
            Self::RolledBack { .. } => "rolled-back",
            Self::Shadowing => "shadowing",
            Self::ShadowEnded => "shadow-ended",
            Self::Disagreed { .. } => "disagreed",
        }
    }
}

/// Hears of every [`Event`], one at a time and in their order, on the thread that caused it or one that was telling
/// already. It may use the [`Generations`](super::Generations) that it observes; what that causes is told to it next.
#[derive(Clone)]
pub struct Observer(Arc<dyn Fn(&Event) + Send + Sync>);

impl Observer {
    /// An observer that calls this function.
    pub fn new(tell: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Observer")
    }
}

/// Keeps events in their order and tells them when no lock is held, so that an observer cannot block a swap for good.
pub(super) struct Announcer {
    observer: Option<Observer>,
    waiting: Mutex<VecDeque<Event>>,
    telling: AtomicBool,
    lost: AtomicU64,
}

impl Announcer {
    pub(super) fn new(observer: Option<Observer>) -> Self {
        let waiting = Mutex::new(VecDeque::new());
        Self { observer, waiting, telling: AtomicBool::new(false), lost: AtomicU64::new(0) }
    }

    /// Notes an event; [`Announcer::tell`] must follow once the caller's locks are given back.
    pub(super) fn note(&self, step: Step, digest: Option<&str>) {
        if self.observer.is_none() {
            return;
        }
        let mut waiting = self.waiting();
        if waiting.len() < EVENTS_WAITING_MAX {
            waiting.push_back(Event { step, digest: digest.map(str::to_owned) });
        } else {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Tells what waits, unless another call is at it: that one tells these too.
    pub(super) fn tell(&self) {
        let Some(Observer(observer)) = &self.observer else { return };
        // Looking again after having stopped: an event noted in between would find nobody who tells it.
        while !self.waiting().is_empty() && !self.telling.swap(true, Ordering::AcqRel) {
            let _stop = StopTelling(&self.telling);
            while let Some(event) = self.next() {
                observer(&event);
            }
        }
    }

    pub(super) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    fn next(&self) -> Option<Event> {
        self.waiting().pop_front()
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Event>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an observer returns or panics: the next event is told.
struct StopTelling<'a>(&'a AtomicBool);

impl Drop for StopTelling<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}
