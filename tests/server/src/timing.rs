//! Whether two kinds of input take the same time, by Welch's t-test (reliability row 48).
//!
//! Both are measured in turns that chance decides, so that whatever else the machine does happens to both. Times in the
//! upper part, where something else came between, are left out.

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

/// How far apart the means of two kinds lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Welch's t: the difference of the means in units of what chance makes of it.
    pub t: f64,
    /// The difference of the means, in nanoseconds.
    pub ns: f64,
}

/// Measures both kinds this often in all.
#[must_use]
pub fn measure(compared: &mut Compared<'_>, samples: u64, seed: u64) -> Difference {
    let (mut state, mut times) = (seed, [Vec::new(), Vec::new()]);
    for _ in 0..samples {
        // An xorshift: only the order depends on it.
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
    welch(&times.map(|times| times.into_iter().filter(|time| *time <= longest).map(f64::from).collect()))
}

/// The bound is that of both kinds together, so that it favours neither.
fn longest_kept(times: &[Vec<u32>; 2]) -> u32 {
    let mut all = times.concat();
    all.sort_unstable();
    all.get((all.len() * KEPT_IN_1000 / 1000).min(all.len().saturating_sub(1))).copied().unwrap_or(u32::MAX)
}

fn welch([first, second]: &[Vec<f64>; 2]) -> Difference {
    let moments = |values: &[f64]| {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (mean, variance / count)
    };
    let ((first, first_error), (second, second_error)) = (moments(first), moments(second));
    let ns = first - second;
    Difference { t: ns / (first_error + second_error).sqrt(), ns }
}

#[cfg(test)]
mod tests {
    use super::{Difference, longest_kept, welch};

    #[test]
    fn the_statistic_is_that_of_the_books() {
        // Means 3 and 5, variances 2.5 and 10 of five values each: t = -2 / sqrt(0.5 + 2).
        let found = welch(&[vec![1.0, 2.0, 3.0, 4.0, 5.0], vec![1.0, 3.0, 5.0, 7.0, 9.0]]);
        let Difference { t, ns } = found;
        assert!((t + 2.0 / 2.5_f64.sqrt()).abs() < 1e-12 && (ns + 2.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn the_longest_times_of_both_kinds_are_left_out() {
        let times = [(0..50).collect(), (50..100).collect::<Vec<u32>>()];
        assert_eq!(longest_kept(&times), 95);
    }
}
