//! The steps of keeping, for whoever wants to stop between two of them.

use std::fmt;
use std::sync::Arc;

/// A file that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeptFile {
    /// A component.
    Component,
    /// The signed manifest beside it.
    Manifest,
    /// What has been seen.
    TrustedState,
    /// Which policy is active.
    ActiveRecord,
}

/// A step of replacing a file. In an activation they happen in the order of [`KeptFile`], and for each in this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing has been done for this file yet.
    Begun(KeptFile),
    /// The new bytes are on the disk, under another name.
    Written(KeptFile),
    /// The new file is in its place, and stays there if the power fails.
    Replaced(KeptFile),
}

/// Somebody who is told of each step before the next one is made: a test that kills the program there.
#[derive(Clone)]
pub struct Steps(Arc<dyn Fn(&Step) + Send + Sync>);

impl Steps {
    /// Somebody who is told of every step.
    pub fn new(tell: impl Fn(&Step) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// Nobody.
    #[must_use]
    pub fn untold() -> Self {
        Self::new(|_| {})
    }

    pub(super) fn tell(&self, step: &Step) {
        (self.0)(step);
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Steps")
    }
}
