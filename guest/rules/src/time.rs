//! Instants and windows. Time enters the rules here and nowhere else (X2).

/// Milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(pub i64);

/// A half-open span of time, `[start, end)`: an instant equal to `end` is outside (F28, C35).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    start: Instant,
    end: Instant,
}

/// Where an instant lies in relation to a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    Before,
    Inside,
    After,
}

impl Window {
    /// The window from `start` to just before `end`; none when `end` is not later than `start` (F28).
    #[must_use]
    pub fn new(start: Instant, end: Instant) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// The first instant inside.
    #[must_use]
    pub fn start(self) -> Instant {
        self.start
    }

    /// The first instant outside.
    #[must_use]
    pub fn end(self) -> Instant {
        self.end
    }

    pub(crate) fn holds(self, instant: Instant) -> bool {
        self.position(instant) == Position::Inside
    }

    pub(crate) fn position(self, instant: Instant) -> Position {
        if instant < self.start {
            Position::Before
        } else if instant < self.end {
            Position::Inside
        } else {
            Position::After
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_holds_its_start_and_not_its_end() {
        let window = Window::new(Instant(10), Instant(20)).expect("20 is later than 10");
        for (instant, expected) in
            [(9, Position::Before), (10, Position::Inside), (19, Position::Inside), (20, Position::After)]
        {
            assert_eq!(window.position(Instant(instant)), expected, "at {instant}");
        }
    }

    #[test]
    fn an_empty_or_backward_window_does_not_exist() {
        assert_eq!(Window::new(Instant(10), Instant(10)), None);
        assert_eq!(Window::new(Instant(11), Instant(10)), None);
    }
}
