//! What a run has found.

use std::path::Path;

use anyhow::{Context, Result};

/// The median of a benchmark of this run, in nanoseconds.
///
/// # Errors
/// When the benchmark has not run.
pub fn median_ns(results: &Path, benchmark: &str) -> Result<f64> {
    let file = results.join(benchmark).join("new").join("estimates.json");
    let text = std::fs::read_to_string(&file).with_context(|| format!("no result in `{}`", file.display()))?;
    let estimates: serde_json::Value = serde_json::from_str(&text)?;
    let median = estimates.pointer("/median/point_estimate").and_then(serde_json::Value::as_f64);
    median.with_context(|| format!("no median in `{}`", file.display()))
}
