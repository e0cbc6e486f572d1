//! Swaps policies under load for as many minutes as the first argument says, and then kills a server up to 50 times in
//! every step of an activation. Fails on an answer that failed or was mixed, and on a start without a policy.

#![forbid(unsafe_code)]

use anyhow::{Context, Result, ensure};
use guestpass_promises::{Number, Row, cases};
use guestpass_swap_tests::{killing, load, policies::Policies, report};
use std::time::Duration;

fn main() -> Result<()> {
    let minutes: u64 = std::env::args().nth(1).context("say how many minutes")?.parse()?;
    let policies = Policies::new()?;
    let before = report::resident_kib()?;
    let opened_before = report::descriptors()?;
    let outcome = load::run(&policies, Duration::from_secs(minutes.saturating_mul(60)))?;
    let (after, opened) = (report::resident_kib()?, report::descriptors()?);
    print!("{}", report::table(&outcome, [before, after]));
    let p99_us = outcome.check_ns[0].value_at_quantile(0.99) / 1_000;
    let done = format!("checks under load, with {} swaps", outcome.activated);
    let row =
        Row::new(Number(25), "every answer is of one policy", done, outcome.checks, outcome.failed + outcome.mixed);
    row.worst(format!("p99 {p99_us} us, {} MiB resident, {opened} files open", after / 1024)).hand_over()?;
    ensure!(opened <= opened_before, "{opened_before} files were open before the load, and {opened} after it");
    ensure!(outcome.failed == 0 && outcome.mixed == 0, "answers failed, or were not those of the policy they name");
    let child = std::env::current_exe()?.with_file_name("killed");
    let found = killing::run(&child, usize::try_from(cases(5, 50))?)?;
    let kills: usize = found.values().sum();
    let new: usize = found.iter().filter(|((_, version), _)| *version == 2).map(|(_, times)| times).sum();
    println!(
        "kills during an activation | {kills}: {} with the old policy after it, {new} with the new, 0 with none",
        kills - new
    );
    let row = Row::new(
        Number(33),
        "a kill leaves the old policy or the new one",
        "kills in every step",
        u64::try_from(kills)?,
        0,
    );
    Ok(row.worst(format!("{new} with the new one")).hand_over()?)
}
