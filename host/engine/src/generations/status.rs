//! Which policies there are.

use super::shadow::ShadowReport;
use guestpass_contract::InstantMs;

/// Which policies there are, at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenerationsStatus {
    /// The one that answers.
    pub active: GenerationStatus,
    /// Those that can be rolled back to, the latest first.
    pub previous: Vec<GenerationStatus>,
    /// The one that is asked beside the active one, if any.
    pub shadow: Option<ShadowReport>,
    /// Generations that are not freed yet: the active one, those kept, and those that some request still holds.
    pub live: usize,
    /// Events that no observer heard of, because [`EVENTS_WAITING_MAX`](super::EVENTS_WAITING_MAX) waited already.
    pub events_lost: u64,
}

/// One generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenerationStatus {
    /// Its number.
    pub number: u64,
    /// Digest of its policy.
    pub digest: String,
    /// Name of its policy.
    pub policy: String,
    /// Version in its policy's document.
    pub version: String,
    /// When it was first activated.
    pub activated_ms: InstantMs,
}
