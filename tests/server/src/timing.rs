//! Whether two kinds of input take the same time (reliability row 48).
//!
//! In a round both are measured in turns that chance decides, so that whatever else the machine does happens to both.
//! Times in the upper part, where something else came between, are left out. What lies where in memory takes time of
//! its own, the same in all of a round: so there are many rounds, whoever measures exchanges the places of the kinds
//! from round to round, and what is judged is what the rounds have in common, by Student's t-test.

use std::time::Instant;

/// Of all times, so many in a thousand are looked at: the shortest.
const KEPT_IN_1000: usize = 950;

/// Two kinds of input: what is done with one of each.
pub struct Compared<'c> {
    /// Does it once with an input of the first kind.
    pub first: &'c mut dyn FnMut(),
    /// Does it once with an input of the second kind.
    pub second: &'c mut dyn FnMut(),
}

/// How far apart two kinds lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Student's t: the mean of the rounds in units of what chance makes of it.
    pub t: f64,
    /// The mean of the rounds, in nanoseconds.
    pub ns: f64,
}

/// Measures both kinds this often in all, in one round: by how many nanoseconds the first kind takes longer.
#[must_use]
pub fn measure(compared: &mut Compared<'_>, samples: u64, seed: u64) -> f64 {
    // An xorshift: only the order depends on it. It must not begin at zero, where it would stay.
    let (mut state, mut times) = (seed.max(1), [Vec::new(), Vec::new()]);
    for _ in 0..samples {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let is_second = state & (1 << 20) != 0;
        let work: &mut dyn FnMut() = if is_second { compared.second } else { compared.first };
        let begun = Instant::now();
        work();
        let taken = u32::try_from(begun.elapsed().as_nanos()).unwrap_or(u32::MAX);
        let [first, second] = &mut times;
        if is_second { second.push(taken) } else { first.push(taken) }
    }
    let longest = longest_kept(&times);
    let [first, second] =
        times.map(|times| mean(&times.into_iter().filter(|time| *time <= longest).map(f64::from).collect::<Vec<_>>()));
    first - second
}

/// What rounds have in common.
#[must_use]
pub fn in_common(rounds: &[f64]) -> Difference {
    let (count, ns) = (rounds.len() as f64, mean(rounds));
    let variance = rounds.iter().map(|round| (round - ns).powi(2)).sum::<f64>() / (count - 1.0);
    Difference { t: ns / (variance / count).sqrt(), ns }
}

/// The bound is that of both kinds together, so that it favours neither.
fn longest_kept(times: &[Vec<u32>; 2]) -> u32 {
    let mut all = times.concat();
    all.sort_unstable();
    all.get((all.len() * KEPT_IN_1000 / 1000).min(all.len().saturating_sub(1))).copied().unwrap_or(u32::MAX)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::{Difference, in_common, longest_kept};

    #[test]
    fn the_statistic_is_that_of_the_books() {
        // A mean of 3 and a variance of 2.5 of five values: t = 3 / sqrt(0.5).
        let found = in_common(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        let Difference { t, ns } = found;
        assert!((t - 3.0 / 0.5_f64.sqrt()).abs() < 1e-12 && (ns - 3.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn the_longest_times_of_both_kinds_are_left_out() {
        let times = [(0..50).collect(), (50..100).collect::<Vec<u32>>()];
        assert_eq!(longest_kept(&times), 95);
    }
}
