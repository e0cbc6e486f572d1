//! How many spans were told, and how many were dropped.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

/// Spans that have ended, by what became of them.
#[derive(Debug, Default)]
pub(crate) struct SpanCounts {
    waiting: AtomicUsize,
    told: AtomicU64,
    dropped: AtomicU64,
    is_troubled: AtomicBool,
}

impl SpanCounts {
    /// Those that wait to be told, or are being told.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Those that the collector has taken.
    pub(crate) fn told(&self) -> u64 {
        self.told.load(Ordering::Relaxed)
    }

    /// Those that nobody will hear of: too many waited, or the collector did not take them.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Whether one more may wait; otherwise it is dropped.
    pub(super) fn may_wait(&self, waiting_max: usize) -> bool {
        let one_more = |waiting: usize| (waiting < waiting_max).then(|| waiting.saturating_add(1));
        let may = self.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more).is_ok();
        if !may {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        may
    }

    /// Takes over that so many of those that waited were told, or were not.
    pub(super) fn ended(&self, count: usize, is_told: bool) {
        let fewer = |waiting: usize| Some(waiting.saturating_sub(count));
        let _ = self.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fewer);
        let among = if is_told { &self.told } else { &self.dropped };
        among.fetch_add(u64::try_from(count).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Takes over whether the collector answers; true when that is news.
    pub(super) fn is_news(&self, is_troubled: bool) -> bool {
        self.is_troubled.swap(is_troubled, Ordering::Relaxed) != is_troubled
    }
}

#[cfg(test)]
mod tests {
    use super::SpanCounts;

    #[test]
    fn each_span_is_told_or_dropped_and_counted_once() {
        let counts = SpanCounts::default();
        let waiting = (0..5).filter(|_| counts.may_wait(3)).count();
        assert_eq!((waiting, counts.waiting(), counts.dropped()), (3, 3, 2));
        counts.ended(2, true);
        counts.ended(1, false);
        assert_eq!((counts.waiting(), counts.told(), counts.dropped()), (0, 2, 3));
        assert!(counts.may_wait(3), "there is room again");
        assert_eq!([true, true, false].map(|is_troubled| counts.is_news(is_troubled)), [true, false, true]);
    }
}
