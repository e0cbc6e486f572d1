//! Asks the oracle and the rules a million questions and ends with an error when they differ.

#![forbid(unsafe_code)]

use anyhow::{Result, bail};
use clap::Parser;
use guestpass_oracle::proof::{Run, compare};
use std::io::{Write, stderr, stdout};
use std::time::Instant;

/// The seed that the proof keeps, so that two runs of the same rules say the same.
const SEED: u64 = 20_261_124;

/// Differences that are shown; the first ones say what is wrong.
const SHOWN: usize = 20;

/// The rules against an independent account of the same requirements.
#[derive(Parser)]
struct Prove {
    /// How many generated cases both answer.
    #[arg(long, default_value_t = 1_000_000)]
    cases: u64,
    /// Where the generation begins; the same seed gives the same cases.
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// How many threads compare.
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

fn main() -> Result<()> {
    let Prove { cases, seed, threads } = Prove::parse();
    let start = Instant::now();
    let step = (cases / 20).max(1_000);
    let run = compare(seed, cases, threads, |done| {
        if done % step < 1_000 {
            // Whoever closed the other end does not want to know.
            let _ = writeln!(stderr(), "{done} of {cases} cases, {} s", start.elapsed().as_secs());
        }
    })?;
    print(&run, seed, start.elapsed().as_secs_f64())?;
    let missing = run.tally.missing();
    if !run.differences.is_empty() {
        bail!("the rules and the oracle differ in {} of {} cases", run.differences.len(), run.cases);
    }
    if !missing.is_empty() {
        bail!("never occurred: {}", missing.join(", "));
    }
    Ok(())
}

fn print(run: &Run, seed: u64, seconds: f64) -> Result<()> {
    let mut out = stdout().lock();
    for difference in run.differences.iter().take(SHOWN) {
        writeln!(out, "{difference}\n")?;
    }
    let (cases, differences) = (run.cases, run.differences.len());
    writeln!(out, "{}\n", run.tally)?;
    writeln!(out, "{cases} cases, seed {seed}, {seconds:.1} s, {differences} differences")?;
    Ok(())
}
