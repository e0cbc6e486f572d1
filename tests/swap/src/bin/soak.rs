//! Swaps policies under load for as many minutes as the first argument says, and fails on a failed or mixed answer.

#![forbid(unsafe_code)]

use anyhow::{Context, Result, ensure};
use guestpass_swap_tests::{load, policies::Policies, report};
use std::time::Duration;

fn main() -> Result<()> {
    let minutes: u64 = std::env::args().nth(1).context("say how many minutes")?.parse()?;
    let policies = Policies::new()?;
    let before = report::resident_kib()?;
    let outcome = load::run(&policies, Duration::from_secs(minutes.saturating_mul(60)))?;
    print!("{}", report::table(&outcome, [before, report::resident_kib()?]));
    ensure!(outcome.failed == 0 && outcome.mixed == 0, "answers failed, or were not those of the policy they name");
    Ok(())
}
