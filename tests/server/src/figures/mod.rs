//! What the server costs: each figure measured and put beside what is wanted of it.

pub mod client;
mod evaluation;
mod large;
mod search;
mod served;

use std::fmt;

pub use evaluation::evaluation;
pub use large::{answer, fill, large};
pub use search::search;

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What was measured.
    pub name: &'static str,
    /// What is wanted of it, in words.
    pub wanted: &'static str,
    /// What it is, in words.
    pub found: String,
    /// Whether it is as wanted; none when nothing is wanted of it.
    pub is_held: Option<bool>,
}

impl fmt::Display for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = match self.is_held {
            Some(true) => "held",
            Some(false) => "MISSED",
            None => "",
        };
        write!(formatter, "{:<58} {:>28}  {:<12} {held}", self.name, self.found, self.wanted)
    }
}

/// The value below which so many of a hundred lie; 0 of none.
fn percentile(values: &mut [u64], percent: usize) -> u64 {
    values.sort_unstable();
    let position = values.len().saturating_mul(percent) / 100;
    values.get(position.min(values.len().saturating_sub(1))).copied().unwrap_or_default()
}

/// Microseconds, as people read them.
fn ms(us: u64) -> String {
    format!("{}.{:03} ms", us / 1000, us % 1000)
}

#[cfg(test)]
mod tests {
    use super::{ms, percentile};

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let mut hundred: Vec<u64> = (0..100).rev().collect();
        for (percent, expected) in [(0, 0), (50, 50), (99, 99), (100, 99)] {
            assert_eq!(percentile(&mut hundred, percent), expected, "{percent}");
        }
        assert_eq!((percentile(&mut [], 50), ms(1234)), (0, "1.234 ms".to_owned()));
    }
}
