//! A database that is away is not waited for by everybody.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::errors::StoreError;

/// How long nobody asks a database that was away a moment ago.
const PAUSE: Duration = Duration::from_millis(250);

/// Refuses at once for a moment after something has failed for want of the database. Whoever comes after that moment
/// tries it, so that a database that is back is used again at once and by itself.
///
/// One question that takes too long keeps nobody else out: a database that has answered others meanwhile is not away.
#[derive(Debug)]
pub(super) struct Circuit {
    /// A file is never away, only busy.
    is_remote: bool,
    heard: Mutex<Heard>,
}

/// What was heard of the database.
#[derive(Debug, Default)]
struct Heard {
    /// Until when nobody asks it.
    away_until: Option<Instant>,
    /// When it answered last.
    answered: Option<Instant>,
}

impl Circuit {
    pub(super) fn new(is_remote: bool) -> Self {
        Self { is_remote, heard: Mutex::default() }
    }

    /// When something begins.
    ///
    /// # Errors
    /// The database was away a moment ago.
    pub(super) fn enter(&self) -> Result<Instant, StoreError> {
        let now = Instant::now();
        match self.heard.lock().unwrap_or_else(PoisonError::into_inner).away_until {
            Some(until) if now < until => Err(StoreError::Away),
            _ => Ok(now),
        }
    }

    /// Notes how something went that began then, and hands it on.
    pub(super) fn note<T>(&self, begun: Instant, done: Result<T, StoreError>) -> Result<T, StoreError> {
        if !self.is_remote {
            return done;
        }
        let (now, mut heard) = (Instant::now(), self.heard.lock().unwrap_or_else(PoisonError::into_inner));
        match done.as_ref().err().filter(|error| error.is_of_connection()) {
            None => heard.answered = Some(now),
            Some(error) if error.is_of_waiting() && heard.answered.is_some_and(|answered| begun < answered) => {}
            Some(_) => heard.away_until = Some(now + PAUSE),
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
        let begun = circuit.enter().unwrap();
        assert!(circuit.note(begun, Ok(())).is_ok() && circuit.enter().is_ok());
        let conflict = circuit.note::<()>(begun, Err(StoreError::Conflict(String::new())));
        assert!(conflict.is_err() && circuit.enter().is_ok(), "the database has answered");
        let lost = || Err(StoreError::Unavailable(sqlx::Error::PoolTimedOut));
        let here = Circuit::new(false);
        assert!(here.note::<()>(begun, lost()).is_err() && here.enter().is_ok());
        let begun = circuit.enter().unwrap();
        assert!(circuit.note::<()>(begun, lost()).is_err());
        assert!(matches!(circuit.enter(), Err(StoreError::Away)));
        std::thread::sleep(PAUSE);
        assert!(circuit.enter().is_ok());
    }

    #[test]
    fn who_waited_in_vain_while_others_were_answered_keeps_nobody_out() {
        let slow = || Err(StoreError::TooSlow(2_000));
        let none_left = || Err(StoreError::Unavailable(sqlx::Error::PoolTimedOut));
        let cut = || Err(StoreError::Unavailable(sqlx::Error::Protocol("the end came too early".to_owned())));
        for (failed, has_answered, is_away) in [
            (slow as fn() -> Result<(), StoreError>, true, false),
            (none_left, true, false),
            (cut, true, true),
            (slow, false, true),
            (none_left, false, true),
        ] {
            let circuit = Circuit::new(true);
            let (before, begun) = (circuit.enter().unwrap(), circuit.enter().unwrap());
            std::thread::sleep(std::time::Duration::from_millis(1));
            if has_answered {
                circuit.note(before, Ok(())).unwrap();
            }
            let failed = circuit.note(begun, failed());
            assert_eq!(circuit.enter().is_err(), is_away, "{failed:?}, with others answered: {has_answered}");
        }
    }
}
