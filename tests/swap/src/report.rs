//! What was found, as a table.

use crate::load::Outcome;
use anyhow::{Context, Result};
use std::fs;

/// Kibibytes of memory that this process has resident.
///
/// # Errors
/// When the operating system does not say.
pub fn resident_kib() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no resident size")?;
    Ok(line.split_whitespace().next().context("an empty line")?.parse()?)
}

/// Files and connections that this process has open.
///
/// # Errors
/// When the operating system does not say.
pub fn descriptors() -> Result<usize> {
    Ok(fs::read_dir("/proc/self/fd")?.count())
}

/// The table.
#[must_use]
pub fn table(outcome: &Outcome, resident_kib: [u64; 2]) -> String {
    let [with, without] = &outcome.check_ns;
    let us = |ns: u64| format!("{} us", ns / 1_000);
    let ms = |ns: u64| format!("{:.2} ms", ns as f64 / 1_000_000.0);
    let [before, after] = resident_kib;
    let rows = [
        ("checks", outcome.checks.to_string()),
        ("checks a second", format!("{:.0}", outcome.checks as f64 / outcome.seconds.max(0.001))),
        ("failed", outcome.failed.to_string()),
        ("mixed", outcome.mixed.to_string()),
        ("activated", outcome.activated.to_string()),
        ("refused", outcome.refused.to_string()),
        ("check p50, with swaps", us(with.value_at_quantile(0.5))),
        ("check p50, without", us(without.value_at_quantile(0.5))),
        ("check p99, with swaps", us(with.value_at_quantile(0.99))),
        ("check p99, without", us(without.value_at_quantile(0.99))),
        ("candidate to active p50", ms(outcome.activation_ns.value_at_quantile(0.5))),
        ("candidate to active p99", ms(outcome.activation_ns.value_at_quantile(0.99))),
        ("rollback p99", us(outcome.rollback_ns.value_at_quantile(0.99))),
        ("resident before", format!("{before} KiB")),
        ("resident after", format!("{after} KiB")),
    ];
    rows.map(|(name, value)| format!("{name:<26}{value:>14}\n")).concat()
}
