//! What the server costs: each figure measured and put beside what is wanted of it.

pub mod client;
mod evaluation;
mod large;
mod search;
mod served;

use std::fmt;
use std::time::Duration;

use anyhow::{Context, Result};
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

/// What this process has had of the processors.
fn processor_time() -> Result<Duration> {
    let status = std::fs::read_to_string("/proc/self/stat")?;
    processor_time_of(&status).context("Linux says it")
}

/// The times in user and kernel mode, which Linux counts in hundredths of a second.
fn processor_time_of(status: &str) -> Option<Duration> {
    // The name of the program may hold blanks and parentheses. What stands behind it begins with the third field.
    let (_, fields) = status.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(11);
    let (user, kernel): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(Duration::from_millis(user.saturating_add(kernel).saturating_mul(10)))
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
    use super::{ms, percentile, processor_time, processor_time_of};

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let mut hundred: Vec<u64> = (0..100).rev().collect();
        for (percent, expected) in [(0, 0), (50, 50), (99, 99), (100, 99)] {
            assert_eq!(percentile(&mut hundred, percent), expected, "{percent}");
        }
        assert_eq!((percentile(&mut [], 50), ms(1234)), (0, "1.234 ms".to_owned()));
    }
    #[test]
    fn processor_time_is_read_whatever_the_program_is_called() {
        let numbers = "1 7979 7979 0 -1 4194304 80 0 0 0 123 45 6 7 20 0 1 0 42";
        for (status, expected_ms) in [
            (format!("12 (figures) S {numbers}"), Some(1680)),
            (format!("12 (an odd) S 1 name) S {numbers}"), Some(1680)),
            ("12 (figures) S 1 2 3".to_owned(), None),
            (String::new(), None),
        ] {
            let found = processor_time_of(&status).map(|time| time.as_millis());
            assert_eq!(found, expected_ms, "{status}");
        }
        assert!(processor_time().is_ok());
    }
}
