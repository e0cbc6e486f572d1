//! Why two policies could not be compared.

use guestpass::CheckError;
use guestpass_contract::{TextTooLong, UnfitFacts};

/// Which of the two policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The one that is compared with.
    Old,
    /// The one that may take its place.
    New,
}

/// Why two policies could not be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComparisonError {
    /// A policy gave no answer that can be relied upon.
    #[error("{error}")]
    Check {
        /// Which policy.
        side: Side,
        /// Why it gave none.
        error: CheckError,
    },
    /// Names of a policy are too long to ask about.
    #[error("a question is too large to be asked: {reason}")]
    Unaskable {
        /// What is too large.
        reason: String,
    },
}

impl ComparisonError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Check { error, .. } => error.code(),
            Self::Unaskable { .. } => "comparison-unaskable",
        }
    }
}

impl From<UnfitFacts> for ComparisonError {
    fn from(error: UnfitFacts) -> Self {
        Self::Unaskable { reason: error.to_string() }
    }
}

impl From<TextTooLong> for ComparisonError {
    fn from(error: TextTooLong) -> Self {
        Self::Unaskable { reason: error.to_string() }
    }
}
