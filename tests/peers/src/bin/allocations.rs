//! Prints how often, and how many bytes, each subject allocates for a decision of the ordinary work: one line each.

#![forbid(unsafe_code)]

use anyhow::Result;
use guestpass_peers::QUESTIONS;
use guestpass_peers::allocations::Allocated;
use guestpass_peers::subjects::ENTRIES;
use guestpass_peers::work::ORDINARY;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::io::Write;

#[global_allocator]
static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> Result<()> {
    let questions = ORDINARY.mixed_questions(QUESTIONS);
    let decisions = f64::from(u32::try_from(QUESTIONS)?);
    for entry in ENTRIES {
        let mut subject = (entry.prepare)(ORDINARY, &questions)?;
        // What is allocated once and kept is not what a decision takes.
        subject.ask_all()?;
        let region = Region::new(COUNTING);
        subject.ask_all()?;
        let change = region.change();
        let times = f64::from(u32::try_from(change.allocations + change.reallocations)?) / decisions;
        let bytes = f64::from(u32::try_from(change.bytes_allocated)?) / decisions;
        writeln!(std::io::stdout(), "{}", Allocated { times, bytes }.line())?;
    }
    Ok(())
}
