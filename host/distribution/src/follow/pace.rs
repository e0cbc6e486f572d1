//! How long to wait between two looks.

use std::time::Duration;

/// How long to wait between two looks at a source.
///
/// Chance shortens or lengthens each wait, so that many servers that were started together do not ask together.
///
/// ```
/// use guestpass_distribution::Pace;
/// use std::time::Duration;
/// let pace = Pace { interval: Duration::from_secs(10), ..Pace::default() };
/// assert_eq!(pace.delay(0, u64::MAX / 2), Duration::from_secs(10) - Duration::from_millis(1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Between two looks while all is well, give or take a tenth. Default 1 minute.
    pub interval: Duration,
    /// After the first failure, at most; half of it at least. It doubles with each further one. Default 1 second.
    pub first_retry: Duration,
    /// After any number of failures, at most. Default 10 minutes.
    pub retry_max: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(60),
            first_retry: Duration::from_secs(1),
            retry_max: Duration::from_secs(600),
        }
    }
}

impl Pace {
    /// How long to wait after `failures` failures in a row. `random` is any number, each as likely as the other.
    #[must_use]
    pub fn delay(&self, failures: u32, random: u64) -> Duration {
        let (least, most) = match failures.checked_sub(1) {
            None => {
                let tenth = self.interval / 10;
                (self.interval.saturating_sub(tenth), self.interval.saturating_add(tenth))
            }
            Some(doublings) => {
                let factor = 1_u32.checked_shl(doublings).unwrap_or(u32::MAX);
                let most = self.first_retry.saturating_mul(factor).min(self.retry_max);
                (most / 2, most)
            }
        };
        let spread_ms = most.saturating_sub(least).as_millis();
        let part_ms = spread_ms.saturating_mul(u128::from(random)) / u128::from(u64::MAX);
        least.saturating_add(Duration::from_millis(u64::try_from(part_ms).unwrap_or(u64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use std::time::Duration;

    #[test]
    fn waits_grow_to_ten_minutes_and_stay_within_their_bounds() {
        let pace = Pace::default();
        for (failures, least_ms, most_ms) in [
            (0, 54_000, 66_000),
            (1, 500, 1_000),
            (2, 1_000, 2_000),
            (10, 256_000, 512_000),
            (11, 300_000, 600_000),
            (32, 300_000, 600_000),
            (33, 300_000, 600_000),
            (u32::MAX, 300_000, 600_000),
        ] {
            assert_eq!(pace.delay(failures, 0), Duration::from_millis(least_ms), "{failures}");
            assert_eq!(pace.delay(failures, u64::MAX), Duration::from_millis(most_ms), "{failures}");
            let middle = pace.delay(failures, u64::MAX / 2);
            assert!(middle > pace.delay(failures, 0) && middle < pace.delay(failures, u64::MAX), "{failures}");
        }
    }

    #[test]
    fn no_settings_make_it_fail() {
        let pace = Pace { interval: Duration::MAX, first_retry: Duration::MAX, retry_max: Duration::MAX };
        for failures in [0, 1, 2, u32::MAX] {
            assert!(pace.delay(failures, u64::MAX) >= pace.delay(failures, 0));
        }
    }
}
