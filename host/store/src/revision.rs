//! How new something is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A point in the history of the store: each write that is committed has one that is greater than all before it.
///
/// It is given to whoever writes, and whoever checks may hand it back: "at least as new as that".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Revision(i64);

impl Revision {
    /// Before the first write.
    pub const NONE: Self = Self(0);

    /// The revision of a number; from 0 to 2^63 - 1.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        Self(number.max(0))
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
