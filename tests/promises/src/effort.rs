//! How much is tried.

use std::env;

/// Set by `cargo xtask soak`: proofs take the time that a test may not.
pub const SOAK_VARIABLE: &str = "PROMISES_SOAK";
/// How much of what they would try they do try, in percent; all of it when it is not set.
pub const PERCENT_VARIABLE: &str = "PROMISES_SOAK_PERCENT";

/// Whether proofs are to take the time that `cargo xtask soak` gives them.
#[must_use]
pub fn is_soaking() -> bool {
    env::var_os(SOAK_VARIABLE).is_some()
}

/// Cases of a proof: as a test, or as a step of `cargo xtask soak`.
#[must_use]
pub fn cases(ordinary: u64, soaking: u64) -> u64 {
    let percent = env::var(PERCENT_VARIABLE).ok().and_then(|text| text.parse().ok());
    if is_soaking() { part(ordinary, soaking, percent.unwrap_or(100)) } else { ordinary }
}

/// So many percent of the whole, and never less than a test tries.
fn part(ordinary: u64, soaking: u64, percent: u64) -> u64 {
    (soaking.saturating_mul(percent.min(100)) / 100).max(ordinary)
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_part_is_no_less_than_a_test_and_no_more_than_the_whole() {
        for (percent, expected) in [(0, 20), (1, 20), (10, 100), (100, 1000), (900, 1000)] {
            assert_eq!(part(20, 1000, percent), expected, "{percent} %");
        }
    }
}
