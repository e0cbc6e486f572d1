//! What a run found.

use crate::calls::Latencies;

/// Microseconds of answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Latency {
    /// Half of them took no longer.
    pub p50_us: u64,
    /// Of 100, 99 took no longer.
    pub p99_us: u64,
    /// None took longer.
    pub max_us: u64,
    /// How many there were.
    pub count: u64,
}

impl Latency {
    pub(crate) fn of(latencies: &Latencies) -> Self {
        Self {
            p50_us: latencies.value_at_quantile(0.5),
            p99_us: latencies.value_at_quantile(0.99),
            max_us: latencies.max(),
            count: latencies.len(),
        }
    }
}

/// What was found with one number of servers. Costs are CPU times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measured {
    /// Servers.
    pub servers: u64,
    /// Checks a second that all servers together answered, when each connection asked as soon as it was answered.
    pub checks_per_second_most: u64,
    /// How long checks took then.
    pub check_most: Latency,
    /// How long checks took at the pace of the model, while changes were made.
    pub check_paced: Latency,
    /// How long changes took meanwhile.
    pub change_paced: Latency,
    /// What a check takes in a server, in nanoseconds.
    pub server_ns_per_check: u64,
    /// What a check takes in the database, in nanoseconds.
    pub database_ns_per_check: u64,
    /// Transactions of the database for 1000 checks. Each check asks for the newest revision, which is one; what is
    /// above 1000 are facts that were not in memory.
    pub transactions_per_mille_checks: u64,
    /// Changes a second that all servers together made, when one followed the other in each of some organisations.
    pub changes_per_second_most: u64,
    /// How long changes took then.
    pub change_most: Latency,
    /// What a change takes in a server, in nanoseconds.
    pub server_ns_per_change: u64,
    /// What a change takes in the database, in nanoseconds.
    pub database_ns_per_change: u64,
    /// Transactions of the database for 1000 changes.
    pub transactions_per_mille_changes: u64,
    /// How long the first check took that was sent to another server once a revocation was acknowledged.
    pub revocation: Latency,
    /// How many of these still allowed. It has to be none.
    pub stale: u64,
    /// Checks and changes that got no answer in time and were sent again.
    pub unanswered: u64,
    /// Memory of a server that has answered nothing yet, in KiB; the largest of all.
    pub memory_kib_before: u64,
    /// Memory of a server after all checks, in KiB; the largest of all.
    pub memory_kib_after: u64,
    /// People whose facts a server read into memory between the two.
    pub people_asked: u64,
    /// Bytes of the database for a person, with all that belongs to them.
    pub database_bytes_per_person: u64,
}

impl Measured {
    /// Of 1000 checks, how many found the facts in memory.
    #[must_use]
    pub fn hits_per_mille(&self) -> u64 {
        1000_u64.saturating_sub(self.transactions_per_mille_checks.saturating_sub(1000))
    }
}
