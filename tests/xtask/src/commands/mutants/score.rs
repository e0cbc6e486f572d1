//! How many mutants were caught.

use std::fmt;

use super::survivors::{Review, Survivors};

/// What became of all mutants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Score {
    caught: usize,
    /// The tests did not end: that is noticed too.
    timed_out: usize,
    unviable: usize,
    missed: Review,
}

impl Score {
    /// Counts the lines of the results.
    pub(super) fn of(
        caught: &[String],
        timed_out: &[String],
        missed: &[String],
        unviable: &[String],
        reviewed: &Survivors,
    ) -> Self {
        Self {
            caught: caught.len(),
            timed_out: timed_out.len(),
            unviable: unviable.len(),
            missed: reviewed.review(missed),
        }
    }

    /// Of a thousand mutants that compile and that a test could catch, how many were caught; 0 when there were none.
    pub(super) fn caught_permille(&self) -> usize {
        let noticed = self.caught + self.timed_out;
        (noticed * 1000).checked_div(noticed + self.missed.unreviewed.len()).unwrap_or_default()
    }

    /// The same in percent, as text.
    pub(super) fn percentage(&self) -> String {
        let permille = self.caught_permille();
        format!("{}.{} %", permille / 10, permille % 10)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { caught, timed_out, unviable, missed } = self;
        let Review { reviewed, unreviewed, idle } = missed;
        unreviewed.iter().try_for_each(|line| writeln!(formatter, "missed: {line}"))?;
        idle.iter().try_for_each(|line| writeln!(formatter, "no longer survives, take it off the list: {line}"))?;
        write!(
            formatter,
            "mutants: {caught} caught, {timed_out} ran out of time, {} missed, {reviewed} reviewed survivors, \
             {unviable} did not compile: {}",
            unreviewed.len(),
            self.percentage()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Score, Survivors};

    #[test]
    fn survivors_that_were_reviewed_do_not_count() {
        let lines = |count: usize| (0..count).map(|line| format!("a.rs:{line}:1: replace f")).collect::<Vec<_>>();
        let list = "[[survivor]]\nmutant = \"a.rs: replace f\"\nreason = \"same meaning\"\n";
        for (caught, timed_out, missed, list, permille, percentage) in [
            (0, 0, 0, "", 0, "0.0 %"),
            (19, 0, 1, "", 950, "95.0 %"),
            (18, 1, 1, "", 950, "95.0 %"),
            (949, 0, 51, "", 949, "94.9 %"),
            (10, 0, 1, list, 1000, "100.0 %"),
            (9, 0, 2, list, 900, "90.0 %"),
        ] {
            let reviewed = Survivors::read(list).unwrap();
            let score = Score::of(&lines(caught), &lines(timed_out), &lines(missed), &[], &reviewed);
            assert_eq!((score.caught_permille(), score.percentage().as_str()), (permille, percentage), "{score}");
        }
    }

    #[test]
    fn what_was_missed_is_named() {
        let missed = ["a.rs:1:2: replace f".to_owned()];
        let score = Score::of(&[], &[], &missed, &missed, &Survivors::default());
        let expected = "missed: a.rs:1:2: replace f\nmutants: 0 caught, 0 ran out of time, 1 missed, 0 reviewed \
                        survivors, 1 did not compile: 0.0 %";
        assert_eq!(score.to_string(), expected);
    }
}
