//! Why a call got no answer. Each of these is a denial: whoever gets one does not let the request through.

use guestpass_contract::{LyingDecision, LyingVerdict};

/// Why a call got no answer. Closed: whoever handles it must handle each. None of them may be taken for permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// The component did not answer within [`Limits::deadline`](crate::Limits::deadline).
    #[error("the policy did not answer in time")]
    Deadline,
    /// It asked for more memory, or larger tables, than it may have.
    #[error("the policy asked for more memory than it may have")]
    Memory,
    /// It used up its stack.
    #[error("the policy used up its stack")]
    Stack,
    /// It stopped itself, or did something that WebAssembly forbids.
    #[error("the policy stopped: {0}")]
    Trapped(String),
    /// What it returned is larger than [`Limits::answer_bytes_max`](crate::Limits::answer_bytes_max), or not of the
    /// contract's types.
    #[error("the answer of the policy cannot be read: {0}")]
    Unreadable(String),
    /// It returned more or fewer decisions than there were requests.
    #[error("the policy answered {received} of {asked} requests")]
    Count {
        /// Number of requests.
        asked: usize,
        /// Number of decisions.
        received: usize,
    },
    /// A decision contradicts itself or the policy.
    #[error("decision {position} of the policy cannot be true: {lie}")]
    Lying {
        /// Which decision, counted from 0.
        position: usize,
        /// What is wrong with it.
        lie: LyingDecision,
    },
    /// A verdict contradicts itself.
    #[error("the verdict of the policy cannot be true: {lie}")]
    LyingVerdict {
        /// What is wrong with it.
        lie: LyingVerdict,
    },
    /// No instance could be started.
    #[error("no instance of the policy could be started: {0}")]
    Instantiation(String),
}

impl CheckError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Deadline => "policy-deadline",
            Self::Memory => "policy-memory",
            Self::Stack => "policy-stack",
            Self::Trapped(_) => "policy-trapped",
            Self::Unreadable(_) => "policy-answer-unreadable",
            Self::Count { .. } => "policy-answer-count",
            Self::Lying { .. } | Self::LyingVerdict { .. } => "policy-answer-untrue",
            Self::Instantiation(_) => "policy-instantiation",
        }
    }
}
