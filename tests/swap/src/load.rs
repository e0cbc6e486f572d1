//! Asks without a break, in turns with and without swaps, and compares every answer.

use crate::policies::{Answer, Policies};
use anyhow::{Context, Result, ensure};
use guestpass::generations::{Expectation, GenerationOptions, Generations};
use hdrhistogram::Histogram;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Checks are asked at this rate, whatever the machine could do.
const CHECKS_PER_SECOND: u32 = 600;
/// How often a candidate is offered.
const SWAP_EVERY: Duration = Duration::from_millis(250);
/// How long it is asked with swaps, and then without.
const PHASE: Duration = Duration::from_secs(3);

/// What was found.
#[derive(Debug)]
pub struct Outcome {
    /// Checks without an answer.
    pub failed: u64,
    /// Answers that are not those of the policy that they name.
    pub mixed: u64,
    /// Checks asked.
    pub checks: u64,
    /// Seconds that this took.
    pub seconds: f64,
    /// Candidates that were activated.
    pub activated: u64,
    /// Candidates that were refused, each with the code that was expected.
    pub refused: u64,
    /// Nanoseconds of a check while policies are swapped, and while they are not.
    pub check_ns: [Histogram<u64>; 2],
    /// Nanoseconds from the bytes of a good candidate to its activation.
    pub activation_ns: Histogram<u64>,
    /// Nanoseconds of a rollback.
    pub rollback_ns: Histogram<u64>,
}

#[derive(Default)]
struct Swaps {
    activated: u64,
    refused: u64,
    activation_ns: Vec<u64>,
    rollback_ns: Vec<u64>,
}

/// Asks for about this long.
///
/// # Errors
/// When a good candidate is refused, or a bad one is not, or for another reason than expected.
pub fn run(policies: &Policies, duration: Duration) -> Result<Outcome> {
    let runtime = policies.runtime()?;
    let first = runtime.load(policies.good.first().context("there is one")?)?;
    let generations = Generations::new(first, 0, GenerationOptions::default());
    let (swapping, ended) = (AtomicBool::new(true), AtomicBool::new(false));
    thread::scope(|scope| {
        let swapper = scope.spawn(|| swap(policies, &generations, &swapping, &ended));
        let asked = ask(policies, &generations, &swapping, &ended, duration);
        ended.store(true, Ordering::Release);
        let swaps = swapper.join().map_err(|_| anyhow::anyhow!("the swapping thread panicked"))??;
        let mut outcome = asked?;
        outcome.activated = swaps.activated;
        outcome.refused = swaps.refused;
        swaps.activation_ns.into_iter().try_for_each(|ns| outcome.activation_ns.record(ns))?;
        swaps.rollback_ns.into_iter().try_for_each(|ns| outcome.rollback_ns.record(ns))?;
        Ok(outcome)
    })
}

fn ask(
    policies: &Policies,
    generations: &Generations,
    swapping: &AtomicBool,
    ended: &AtomicBool,
    duration: Duration,
) -> Result<Outcome> {
    let empty = || Histogram::<u64>::new(3);
    let mut found = Outcome {
        failed: 0,
        mixed: 0,
        checks: 0,
        seconds: 0.0,
        activated: 0,
        refused: 0,
        check_ns: [empty()?, empty()?],
        activation_ns: empty()?,
        rollback_ns: empty()?,
    };
    let started = Instant::now();
    let pause = Duration::from_secs(1) / CHECKS_PER_SECOND;
    let mut due = started;
    for (position, question) in policies.questions.iter().enumerate().cycle() {
        let now = Instant::now();
        if now.duration_since(started) >= duration || ended.load(Ordering::Acquire) {
            break;
        }
        thread::sleep(due.saturating_duration_since(now));
        due += pause;
        let phases = started.elapsed().as_millis() / PHASE.as_millis().max(1);
        let swaps = phases.is_multiple_of(2);
        swapping.store(swaps, Ordering::Release);

        let asked = Instant::now();
        let pinned = generations.pin();
        let answer = pinned.check(&question.facts, &question.requests);
        let [with, without] = &mut found.check_ns;
        let histogram = if swaps { with } else { without };
        histogram.record(u64::try_from(asked.elapsed().as_nanos())?)?;
        found.checks += 1;
        match answer {
            Err(_) => found.failed += 1,
            Ok(decisions) => {
                let answers: Vec<_> = decisions.iter().map(Answer::from).collect();
                let expected = policies.expected.get(pinned.digest()).and_then(|answers| answers.get(position));
                found.mixed += u64::from(expected != Some(&answers));
            }
        }
    }
    found.seconds = started.elapsed().as_secs_f64();
    Ok(found)
}

/// Good and bad candidates in turns; every eighth good one is taken back.
fn swap(policies: &Policies, generations: &Generations, swapping: &AtomicBool, ended: &AtomicBool) -> Result<Swaps> {
    let stop = StopAll(ended);
    let mut swaps = Swaps::default();
    let candidates = policies.good.iter().rev().cycle().zip(policies.bad.iter().cycle());
    for (good, bad) in candidates {
        let digest = guestpass::digest_of(good);
        if !turn(swapping, ended) {
            break;
        }
        let started = Instant::now();
        let candidate = generations.prepare(good, &Expectation::digest(&digest), &[])?;
        generations.activate(candidate, 0);
        swaps.activation_ns.push(u64::try_from(started.elapsed().as_nanos())?);
        swaps.activated += 1;
        if swaps.activated.is_multiple_of(8) {
            let started = Instant::now();
            generations.rollback()?;
            swaps.rollback_ns.push(u64::try_from(started.elapsed().as_nanos())?);
        }
        if !turn(swapping, ended) {
            break;
        }
        let before = generations.pin().number();
        let refused = generations.prepare(&bad.component, &Expectation::digest(&bad.digest), &bad.self_tests);
        let code = refused.err().map(|error| error.code());
        ensure!(code == Some(bad.code), "`{}` was expected, and it was {code:?}", bad.code);
        ensure!(generations.pin().number() == before, "a refused candidate changed the active policy");
        swaps.refused += 1;
    }
    drop(stop);
    Ok(swaps)
}

/// Waits for the next candidate's time; no when it is over.
fn turn(swapping: &AtomicBool, ended: &AtomicBool) -> bool {
    thread::sleep(SWAP_EVERY);
    while !swapping.load(Ordering::Acquire) && !ended.load(Ordering::Acquire) {
        thread::sleep(Duration::from_millis(10));
    }
    !ended.load(Ordering::Acquire)
}

/// An error of the swapping thread ends the asking too.
struct StopAll<'a>(&'a AtomicBool);

impl Drop for StopAll<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}
