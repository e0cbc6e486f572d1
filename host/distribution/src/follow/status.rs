//! How the following goes.

use std::sync::{Arc, Mutex, PoisonError};

use super::recipient::ActivePolicy;

/// How the following goes. All instants in milliseconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FollowStatus {
    /// When the source was looked at last.
    pub last_check_ms: Option<i64>,
    /// When a look last went well: the source could be asked, and nothing that it brought was refused.
    pub last_success_ms: Option<i64>,
    /// What is wrong since then.
    pub trouble: Option<Trouble>,
    /// The last good policy.
    pub active: Option<ActivePolicy>,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// When it was noticed last.
    pub at_ms: i64,
    /// The stable code: of the source, or of the refusal.
    pub code: String,
    /// What is wrong, in words.
    pub message: String,
}

/// How far the active policy can be relied on.
///
/// A policy that has expired goes on deciding, and says so: whoever would rather let nobody in than decide by an old
/// policy looks here before deciding (reliability row 28, freeze).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    Missing,
    /// It is the newest that is known of.
    Current,
    /// Something newer may be there: the source is away, or brings what is refused.
    Behind,
    /// Its manifest has expired, and nothing has taken its place.
    Expired,
}

impl FollowStatus {
    /// How far the active policy can be relied on at an instant.
    #[must_use]
    pub fn standing(&self, now_ms: i64) -> Standing {
        self.standing_of(self.active.as_ref().map(|active| active.expires_ms), now_ms)
    }

    /// The same, for who knows better when the active policy expires, and whether there is one: an operator may have
    /// activated one, or gone back to one, past the follower.
    #[must_use]
    pub fn standing_of(&self, expires_ms: Option<i64>, now_ms: i64) -> Standing {
        match expires_ms {
            None => Standing::Missing,
            Some(expires_ms) if now_ms >= expires_ms => Standing::Expired,
            Some(_) if self.trouble.is_some() => Standing::Behind,
            Some(_) => Standing::Current,
        }
    }
}

/// The status of a follower that may be running elsewhere. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct StatusHandle(Arc<Mutex<FollowStatus>>);

impl StatusHandle {
    /// The status as it is now.
    #[must_use]
    pub fn get(&self) -> FollowStatus {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut FollowStatus)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests {
    use super::{FollowStatus, Standing, Trouble};
    use crate::follow::ActivePolicy;

    #[test]
    fn the_standing_says_the_worst() {
        let active = ActivePolicy { name: "a".into(), version: 1, digest: "sha256:0".into(), expires_ms: 100 };
        let trouble = Trouble { at_ms: 1, code: "source::unreachable".into(), message: "away".into() };
        for (active, trouble, now_ms, expected) in [
            (None, None, 99, Standing::Missing),
            (None, Some(&trouble), 99, Standing::Missing),
            (Some(&active), None, 99, Standing::Current),
            (Some(&active), Some(&trouble), 99, Standing::Behind),
            (Some(&active), None, 100, Standing::Expired),
            (Some(&active), Some(&trouble), 100, Standing::Expired),
        ] {
            let status = FollowStatus { active: active.cloned(), trouble: trouble.cloned(), ..FollowStatus::default() };
            assert_eq!(status.standing(now_ms), expected);
        }
    }
}
