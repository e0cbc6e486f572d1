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
    /// Bytes that one answer may take in the host. wasmtime counts them while it reads the answer. Default 4 MiB: room
    /// for the largest batch with all of its explanations.
    pub answer_bytes_max: usize,
    /// Bytes that the description of a policy may take in the host. It is read once, when the policy is loaded. Default
    /// 16 MiB: a policy of 10000 roles says much about itself.
    pub description_bytes_max: usize,
    /// Time that one call may take inside the component, in steps of [`TICK`]. Default 10 ms; waiting for a processor
    /// counts.
    pub deadline: Duration,
    /// Time that the description of a policy may take inside the component, likewise. Default 1 s: it is asked for
    /// once, and a policy of 10000 roles takes a while to describe.
    pub description_deadline: Duration,
    /// Bytes of native stack that the component may use. Default 256 KiB: worker threads commonly have 2 MiB.
    pub stack_bytes_max: usize,
    /// Bytes of memory that a stranger's component may take while it is compiled on [trial](crate::trial). Default 512
    /// MiB.
    pub compile_memory_bytes_max: u64,
    /// Time that this may take, the start of the child included. Default 5 s.
    pub compile_deadline: Duration,
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
            answer_bytes_max: 4 * 1024 * 1024,
            description_bytes_max: 16 * 1024 * 1024,
            deadline: Duration::from_millis(10),
            description_deadline: Duration::from_secs(1),
            stack_bytes_max: 256 * 1024,
            compile_memory_bytes_max: 512 * 1024 * 1024,
            compile_deadline: Duration::from_secs(5),
            calls_per_instance_max: 100_000,
            idle_instances_max: 64,
        }
    }
}

/// How often running components are asked whether their time is up.
pub const TICK: Duration = Duration::from_millis(1);

impl Limits {
    /// The deadline of a question in ticks.
    pub(crate) fn deadline_ticks(&self) -> u64 {
        ticks(self.deadline)
    }

    /// The deadline of the description in ticks.
    pub(crate) fn description_deadline_ticks(&self) -> u64 {
        ticks(self.description_deadline)
    }
}

/// One more than fits, because the first may come at once.
fn ticks(time: Duration) -> u64 {
    let ticks = time.as_millis().div_ceil(TICK.as_millis().max(1));
    u64::try_from(ticks).unwrap_or(u64::MAX).saturating_add(1)
}
