//! Places for requests that are worked on: so many in all, and a share of them for each caller.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::problem::{Problem, ProblemCode};

/// Which part of all places one caller may have: half. Often one program asks for everybody, and needs many; and there
/// is always room for somebody else.
const SHARE: usize = 2;

/// Places, and who has how many of them.
#[derive(Debug)]
pub(crate) struct Places {
    all: Semaphore,
    shares: Shares,
}

/// Who has how many of something of which one caller may have so many. Clones count together.
#[derive(Debug, Clone)]
pub(crate) struct Shares {
    each: usize,
    /// By caller. Who has none is not there, so that no more callers are remembered than there are places.
    taken: Arc<Mutex<HashMap<String, usize>>>,
}

/// A place of a caller's share, until it is dropped.
#[derive(Debug)]
pub(crate) struct Share {
    shares: Shares,
    caller: String,
}

impl Places {
    pub(crate) fn new(count: usize) -> Self {
        let all = Semaphore::new(count.min(Semaphore::MAX_PERMITS));
        Self { all, shares: Shares::of((count / SHARE).max(1)) }
    }

    /// A place for a request, whoever makes it.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn take(&self) -> Result<SemaphorePermit<'_>, Problem> {
        let full = |_| Problem::new(ProblemCode::Overloaded, "ask again in a moment").retry_after(1);
        self.all.try_acquire().map_err(full)
    }

    /// Counts the place of a request to its caller: so one caller, who has only to speak slowly, does not take the
    /// places of others (reliability row 54).
    ///
    /// # Errors
    /// The caller has as many as one may have.
    pub(crate) fn share_of(&self, caller: &str) -> Result<Share, Problem> {
        let detail = "more of your requests are worked on than there may be at once; wait until some are answered";
        let full = || Problem::new(ProblemCode::TooManyRequests, detail).retry_after(1);
        self.shares.take(caller).ok_or_else(full)
    }
}

impl Shares {
    /// None is taken, and each caller may have this many.
    pub(crate) fn of(each: usize) -> Self {
        Self { each, taken: Arc::default() }
    }

    /// One more for a caller; none when the caller has as many as one may have.
    pub(crate) fn take(&self, caller: &str) -> Option<Share> {
        let mut taken = self.taken();
        let count = taken.get(caller).copied().unwrap_or_default();
        if count >= self.each {
            return None;
        }
        taken.insert(caller.to_owned(), count.saturating_add(1));
        Some(Share { shares: self.clone(), caller: caller.to_owned() })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = self.shares.taken();
        match taken.get_mut(&self.caller) {
            Some(count) if *count > 1 => *count = count.saturating_sub(1),
            _ => {
                taken.remove(&self.caller);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn a_caller_has_half_of_the_places_at_least_one_and_gives_them_back() {
        for (count, expected) in [(1, 1), (2, 1), (3, 1), (4, 2), (1024, 512), (usize::MAX, usize::MAX / 2)] {
            let places = Places::new(count);
            assert_eq!(places.shares.each, expected, "of {count}");
            let some = expected.min(600);
            let held: Vec<_> = (0..some).map(|_| places.share_of("greedy").unwrap()).collect();
            assert_eq!(places.share_of("greedy").is_err(), some == expected, "of {count}");
            assert!(places.share_of("other").is_ok(), "of {count}");
            drop(held);
            assert!(places.shares.taken().is_empty(), "of {count}");
            assert!(places.share_of("greedy").is_ok(), "of {count}");
        }
    }
}
