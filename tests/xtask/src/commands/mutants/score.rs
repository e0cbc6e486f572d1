//! How many mutants were caught.

use std::fmt;

use super::results::Results;
use super::survivors::{Review, Survivors};

/// What became of all mutants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Score {
    caught: usize,
    timed_out: usize,
    /// Missed by the tests of the rules, and noticed by the replay.
    replayed: usize,
    unviable: usize,
    missed: Review,
}

impl Score {
    /// Counts what the tests of the rules made of all mutants, and the replay of those that they missed. What else the
    /// replay looked at is counted already.
    pub(super) fn of(own_tests: &Results, replay: &Results, reviewed: &Survivors) -> Self {
        let (replayed, missed): (Vec<_>, Vec<_>) =
            own_tests.missed.iter().cloned().partition(|mutant| replay.noticed(mutant));
        Self {
            caught: own_tests.caught.len(),
            timed_out: own_tests.timed_out.len(),
            replayed: replayed.len(),
            unviable: own_tests.unviable.len(),
            missed: reviewed.review(&missed),
        }
    }

    /// Of a thousand mutants that compile and that a test could catch, how many were caught; 0 when there were none.
    pub(super) fn caught_permille(&self) -> usize {
        let noticed = self.caught + self.timed_out + self.replayed;
        (noticed * 1000).checked_div(noticed + self.missed.unreviewed.len()).unwrap_or_default()
    }

    /// The same in percent, as text.
    pub(super) fn percentage(&self) -> String {
        let permille = self.caught_permille();
        format!("{}.{} %", permille / 10, permille % 10)
    }

    /// Whether the whole list of survivors was caught. No test can catch any of them, so that the tests fail on
    /// unchanged rules as well, and nothing is known of the other mutants.
    pub(super) fn is_beyond_belief(&self) -> bool {
        self.missed.reviewed == 0 && !self.missed.idle.is_empty()
    }
}

impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { caught, timed_out, replayed, unviable, missed } = self;
        let Review { reviewed, unreviewed, idle } = missed;
        unreviewed.iter().try_for_each(|line| writeln!(formatter, "missed: {line}"))?;
        idle.iter().try_for_each(|line| writeln!(formatter, "no longer survives, take it off the list: {line}"))?;
        write!(
            formatter,
            "mutants: {caught} caught, {timed_out} ran out of time, {replayed} caught by the replay, {} missed, \
             {reviewed} reviewed survivors, {unviable} did not compile: {}",
            unreviewed.len(),
            self.percentage()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Results, Score, Survivors};

    fn lines(count: usize) -> Vec<String> {
        (0..count).map(|line| format!("a.rs:{line}:1: replace f")).collect()
    }

    #[test]
    fn survivors_that_were_reviewed_do_not_count() {
        let list = "[[survivor]]\nmutant = \"a.rs: replace f\"\nreason = \"same meaning\"\n";
        // How many were caught, ran out of time, were missed, and of the missed were caught or timed out in the replay.
        for (own_tests, replay, list, permille, percentage) in [
            ((0, 0, 0), (0, 0), "", 0, "0.0 %"),
            ((19, 0, 1), (0, 0), "", 950, "95.0 %"),
            ((18, 1, 1), (0, 0), "", 950, "95.0 %"),
            ((949, 0, 51), (0, 0), "", 949, "94.9 %"),
            ((949, 0, 51), (1, 0), "", 950, "95.0 %"),
            ((949, 0, 51), (0, 51), "", 1000, "100.0 %"),
            ((10, 0, 1), (0, 0), list, 1000, "100.0 %"),
            ((9, 0, 2), (0, 0), list, 900, "90.0 %"),
            ((9, 0, 2), (1, 0), list, 1000, "100.0 %"),
        ] {
            let reviewed = Survivors::read(list).unwrap();
            let (caught, timed_out, missed) = (lines(own_tests.0), lines(own_tests.1), lines(own_tests.2));
            let own_tests = Results { caught, timed_out, missed, ..Results::default() };
            let replay = Results { caught: lines(replay.0), timed_out: lines(replay.1), ..Results::default() };
            let score = Score::of(&own_tests, &replay, &reviewed);
            assert_eq!((score.caught_permille(), score.percentage().as_str()), (permille, percentage), "{score}");
        }
    }

    #[test]
    fn tests_that_catch_what_no_test_can_are_not_believed() {
        let list = "[[survivor]]\nmutant = \"a.rs: replace f\"\nreason = \"same meaning\"\ntimes = 2\n";
        for (caught_by_the_replay, list, expected) in
            [(0, list, false), (1, list, false), (2, list, true), (2, "", false)]
        {
            let own_tests = Results { missed: lines(2), ..Results::default() };
            let replay = Results { caught: lines(caught_by_the_replay), ..Results::default() };
            let score = Score::of(&own_tests, &replay, &Survivors::read(list).unwrap());
            assert_eq!(score.is_beyond_belief(), expected, "{score}");
        }
    }

    #[test]
    fn what_was_missed_is_named() {
        let own_tests = Results { missed: lines(2), unviable: lines(1), ..Results::default() };
        // It looks at mutants again that ran out of time before; those are counted already.
        let replay =
            Results { caught: vec![lines(1).concat(), "b.rs:1:1: replace g".to_owned()], ..Results::default() };
        let expected = "missed: a.rs:1:1: replace f\nmutants: 0 caught, 0 ran out of time, 1 caught by the replay, 1 \
                        missed, 0 reviewed survivors, 1 did not compile: 50.0 %";
        assert_eq!(Score::of(&own_tests, &replay, &Survivors::default()).to_string(), expected);
    }
}
