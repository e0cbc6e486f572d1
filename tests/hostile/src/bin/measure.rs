//! How exactly endless work is stopped, and what other requests feel of it (reliability row 14). Prints figures and
//! judges none of them.
//!
//! ```sh
//! measure
//! ```

#![forbid(unsafe_code)]

use anyhow::{Context, Result};
use guestpass::{Limits, Policy, Runtime, TICK};
use guestpass_hostile::{Asked, Attack, ask, attacks, harmless};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const STOPS: usize = 1_000;
const CALLS: usize = 20_000;

fn main() -> Result<()> {
    let runtime = Runtime::new(Limits::default())?;
    let deadline = runtime.limits().deadline;
    let is_loop = |it: &Attack| it.expected == "policy-deadline" && it.asked == Asked::Check;
    let loops: Vec<Attack> = attacks().into_iter().filter(is_loop).collect();
    println!("deadline {}, tick {}; time from the question to its denial, {STOPS} each", ms(deadline), ms(TICK));
    for attack in &loops {
        let policy = runtime.load(&attack.component()?)?;
        let mut took = (0..STOPS).map(|_| timed(&policy, attack.expected)).collect::<Result<Vec<_>>>()?;
        let (median, late) = (percentile(&mut took, 50)?, percentile(&mut took, 99)?);
        println!("  {}: median {}, 99 in 100 within {}", attack.what, ms(median), ms(late));
    }

    let good = runtime.load(&harmless()?.component()?)?;
    let alone = calls(&good)?;
    let first = loops.first().context("there are loops")?;
    let bad = runtime.load(&first.component()?)?;
    let ended = AtomicBool::new(false);
    let beside = thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                if ask(&bad).is_err() {
                    break;
                }
            }
        });
        let beside = calls(&good);
        ended.store(true, Ordering::Relaxed);
        beside
    })?;
    println!("{CALLS} good calls of a custom component, 99 in 100 of them within");
    println!("  {} alone", ms(alone));
    println!("  {} while another thread asks what never ends", ms(beside));
    Ok(())
}

/// The time that 99 in 100 good calls take at most.
fn calls(good: &Policy) -> Result<Duration> {
    let mut took = (0..CALLS).map(|_| timed(good, "granted")).collect::<Result<Vec<_>>>()?;
    percentile(&mut took, 99)
}

/// A machine that lets a good call wait longer than its deadline shows that in the figures; it is no failure here.
fn timed(policy: &Policy, expected: &str) -> Result<Duration> {
    let started = Instant::now();
    let end = ask(policy)?;
    let took = started.elapsed();
    anyhow::ensure!(end == expected || end == "policy-deadline", "`{end}` and not `{expected}`");
    Ok(took)
}

fn percentile(took: &mut [Duration], percent: usize) -> Result<Duration> {
    took.sort_unstable();
    let position = took.len().saturating_sub(1) * percent / 100;
    took.get(position).copied().context("nothing was measured")
}

fn ms(time: Duration) -> String {
    let us = time.as_micros();
    format!("{}.{:03} ms", us / 1_000, us % 1_000)
}
