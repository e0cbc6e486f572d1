//! How much a comparison may ask.

/// What bounds a comparison, and what it cannot find out by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// Most questions put to each policy. Default 8 million: some seconds.
    pub questions_max: u64,
    /// Most assignments of attributes tried for one role and one set of attributes. Default 512: all that two or three
    /// conditions of ordinary size have.
    pub assignments_max: usize,
    /// What an organisation can buy (F1). A policy does not describe it; a document says it. Those are used that facts
    /// have room for: the first 100.
    pub entitlements: Vec<String>,
    /// Entitlements that are each taken away in turn, beginning with the first. Default 8.
    pub taken_away_max: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { questions_max: 8_000_000, assignments_max: 512, entitlements: Vec::new(), taken_away_max: 8 }
    }
}

/// Attempts at one call before its deadline counts as missed: waiting for a processor counts towards it.
pub(super) const ATTEMPTS_MAX: usize = 4;

/// Bytes of names in one call: half of what the contract allows, so that a request more never breaks it.
pub(super) const CALL_TEXT_BYTES_MAX: usize = guestpass_contract::limits::MAX_TEXT_BYTES / 2;
