//! Why a rollback does nothing.

/// Why a rollback does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RollbackError {
    /// No former generation is kept.
    #[error("no former policy is kept")]
    NothingKept,
    /// Another generation is active than the one that was to be taken back: somebody else swapped first.
    #[error("generation {active} is active, and generation {expected} was to be taken back")]
    NotActive {
        /// The generation that was to be taken back.
        expected: u64,
        /// The one that is active.
        active: u64,
    },
}

impl RollbackError {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NothingKept => "rollback-nothing-kept",
            Self::NotActive { .. } => "rollback-not-active",
        }
    }
}
