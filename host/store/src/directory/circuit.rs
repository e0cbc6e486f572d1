//! A database that is away is not waited for by everybody.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::errors::StoreError;

/// How long nobody asks a database that was away a moment ago.
const PAUSE: Duration = Duration::from_millis(250);

/// Refuses at once for a moment after something has failed for want of the database. Whoever comes after that moment
/// tries it, so that a database that is back is used again at once and by itself.
#[derive(Debug)]
pub(super) struct Circuit {
    /// A file is never away, only busy.
    is_remote: bool,
    until: Mutex<Option<Instant>>,
}

impl Circuit {
    pub(super) fn new(is_remote: bool) -> Self {
        Self { is_remote, until: Mutex::default() }
    }

    /// # Errors
    /// The database was away a moment ago.
    pub(super) fn enter(&self) -> Result<(), StoreError> {
        match *self.until.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(until) if Instant::now() < until => Err(StoreError::Away),
            _ => Ok(()),
        }
    }

    /// Notes how something went, and hands it on.
    pub(super) fn note<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if self.is_remote && done.as_ref().is_err_and(StoreError::is_of_connection) {
            *self.until.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + PAUSE);
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::{Circuit, PAUSE};
    use crate::errors::StoreError;

    #[test]
    fn what_was_away_is_left_alone_for_a_moment_and_then_tried_again() {
        let circuit = Circuit::new(true);
        assert!(circuit.note(Ok(())).is_ok() && circuit.enter().is_ok());
        let conflict = circuit.note::<()>(Err(StoreError::Conflict(String::new())));
        assert!(conflict.is_err() && circuit.enter().is_ok(), "the database has answered");
        let lost = || Err(StoreError::Unavailable(sqlx::Error::PoolTimedOut));
        let here = Circuit::new(false);
        assert!(here.note::<()>(lost()).is_err() && here.enter().is_ok());
        assert!(circuit.note::<()>(lost()).is_err());
        assert!(matches!(circuit.enter(), Err(StoreError::Away)));
        std::thread::sleep(PAUSE);
        assert!(circuit.enter().is_ok());
    }
}
