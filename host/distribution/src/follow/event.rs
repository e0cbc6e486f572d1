//! What a follower tells of.

use std::fmt;
use std::sync::Arc;

use super::recipient::{ActivePolicy, Refused};
use crate::errors::SourceError;

/// Something that happened. What goes on as before is not told of again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowEvent {
    /// The policy that was active when the program ended is active again.
    Restored(ActivePolicy),
    /// It is not: it is damaged, or no longer acceptable.
    NotRestored(Refused),
    /// The source brought a policy, which is active now.
    Activated {
        /// The policy that is active.
        active: ActivePolicy,
        /// The one that was active before.
        replaced: Option<ActivePolicy>,
    },
    /// Whoever went back has passed over this former policy. An older one is active.
    PassedOver {
        /// The digest of its component.
        digest: String,
        /// Why it cannot be used.
        reason: Refused,
    },
    /// The source brought a package that was refused. It has changed nothing.
    Refused {
        /// The digest of its component, or its file if that cannot be read.
        digest: String,
        /// Why.
        reason: Refused,
    },
    /// The source cannot be asked any more, or for another reason than before.
    Away(SourceError),
    /// The source can be asked again.
    Back,
}

/// Somebody who is told. Told from the task that follows: to be quick, and not to panic.
#[derive(Clone)]
pub struct FollowObserver(Arc<dyn Fn(&FollowEvent) + Send + Sync>);

impl FollowObserver {
    /// Somebody who is told of everything.
    pub fn new(tell: impl Fn(&FollowEvent) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// Nobody.
    #[must_use]
    pub fn nobody() -> Self {
        Self::new(|_| {})
    }

    pub(super) fn tell(&self, event: &FollowEvent) {
        (self.0)(event);
    }
}

impl fmt::Debug for FollowObserver {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FollowObserver")
    }
}
