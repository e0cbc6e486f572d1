//! The work that the benchmarks measure, and the table of their results.
//!
//! Absolute times say something about one machine only; what counts are ratios between medians of one run.

#![forbid(unsafe_code)]

use anyhow::{Context, Result};
use guestpass_contract::{
    AccessMode, ExternalAccess, Facts, FactsBuilder, PartnerStanding, PrincipalDraft, Relationship, RelationshipStatus,
    RequestDraft, Requests, RoleGrantDraft, TextTooLong, Window,
};
use std::path::Path;

/// The instant that is asked about.
pub const NOW_MS: i64 = 1_772_366_400_000;
/// Requests in a batch.
pub const BATCH: usize = 256;

/// A partner's user with five roles in a period: the ordinary case.
///
/// # Errors
/// Never for these few names.
pub fn facts() -> Result<Facts, TextTooLong> {
    let window = Window { start: NOW_MS - 1_000, end: NOW_MS + 3_600_000 };
    let mut facts = FactsBuilder::new("initech")?;
    facts.entitlement("flexera-one-saas-management")?;
    facts.principal(&PrincipalDraft::partner_user("dana@partner.example", PartnerStanding::all()))?;
    facts.relationship(Relationship { status: RelationshipStatus::Established, managed: false });
    facts.external_access(ExternalAccess { mode: AccessMode::Period(window), role_management: true });
    for role in ["external-support", "saas-viewer", "saas-operator", "saas-auditor", "saas-financial-analyst"] {
        facts.role_grant(&RoleGrantDraft::of(role, "initech"))?;
    }
    Ok(facts.build())
}

/// `count` requests, every other one denied.
///
/// # Errors
/// Never for these few names.
pub fn requests(count: usize) -> Result<Requests, TextTooLong> {
    let mut requests = Requests::default();
    for position in 0..count {
        let privilege = if position % 2 == 0 { "saas:application:view" } else { "saas:role:delete" };
        requests.push(&RequestDraft::privileges(privilege, NOW_MS))?;
    }
    Ok(requests)
}

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
