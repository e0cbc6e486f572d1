//! Every maximum of the host, in one place. What is larger is refused or denied, with a code.

use std::time::Duration;

/// What one policy component may use.
///
/// ```
/// use guestpass::Limits;
/// use std::time::Duration;
/// let patient = Limits { deadline: Duration::from_millis(100), ..Limits::default() };
/// assert_eq!(patient.component_bytes_max, 4 * 1024 * 1024);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a component file. Larger ones are not even hashed. Default 4 MiB: a policy of 10000 roles fits many
    /// times.
    pub component_bytes_max: usize,
    /// Bytes of linear memory of one instance. Default 16 MiB.
    pub memory_bytes_max: usize,
    /// Elements of all tables of one instance. Default 10000.
    pub table_elements_max: usize,
    /// Bytes that one answer may take in the host. wasmtime counts them while it reads the answer. Default 1 MiB.
    pub answer_bytes_max: usize,
    /// Time that one call may take inside the component, in steps of [`TICK`]. Default 10 ms; waiting for a processor
    /// counts.
    pub deadline: Duration,
    /// Bytes of native stack that the component may use. Default 256 KiB: worker threads commonly have 2 MiB.
    pub stack_bytes_max: usize,
    /// Calls after which a reused instance is thrown away, so that memory it has grown is given back. Default 100000.
    pub calls_per_instance_max: u32,
    /// Idle instances kept for one policy; more are thrown away after use. Default 64.
    pub idle_instances_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            component_bytes_max: 4 * 1024 * 1024,
            memory_bytes_max: 16 * 1024 * 1024,
            table_elements_max: 10_000,
            answer_bytes_max: 1024 * 1024,
            deadline: Duration::from_millis(10),
            stack_bytes_max: 256 * 1024,
            calls_per_instance_max: 100_000,
            idle_instances_max: 64,
        }
    }
}

/// How often running components are asked whether their time is up.
pub const TICK: Duration = Duration::from_millis(1);

impl Limits {
    /// The deadline in ticks: one more than fits, because the first may come at once.
    pub(crate) fn deadline_ticks(&self) -> u64 {
        let ticks = self.deadline.as_millis().div_ceil(TICK.as_millis().max(1));
        u64::try_from(ticks).unwrap_or(u64::MAX).saturating_add(1)
    }
}
