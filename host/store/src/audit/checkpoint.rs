//! A point of the log that is kept elsewhere.

use serde::{Deserialize, Serialize};

use super::digest::Digest;

/// How the log ended at some time. Kept where whoever can write to the database cannot, it shows later that nothing
/// before it was taken away or written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// The sequence of the last entry; 0 when there was none.
    pub sequence: u64,
    /// Its hash; [`Digest::GENESIS`] when there was none.
    pub hash: Digest,
    /// When the checkpoint was made, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
}

impl Checkpoint {
    /// Bytes of its JSON at most.
    pub const BYTES_MAX: usize = 1024;

    /// Its JSON on one line.
    ///
    /// # Errors
    /// None that a checkpoint can have; what serde might say is handed on.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads its JSON.
    ///
    /// # Errors
    /// It is anything else.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}
