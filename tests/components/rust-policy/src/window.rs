//! The windows that the customer was asked for, and what became of them.

use crate::bindings::exports::guestpass::policy::evaluation::{AccessGrant, Instant, Reason, RequestStatus, Window};

/// The requests for access that concern one question.
pub(crate) struct Windows {
    granted: Vec<Window>,
    pending: bool,
    revoked: bool,
}

impl Windows {
    pub(crate) fn of<'g>(grants: impl Iterator<Item = &'g AccessGrant>) -> Self {
        let mut windows = Self { granted: Vec::new(), pending: false, revoked: false };
        for grant in grants {
            match grant.status {
                RequestStatus::Granted => windows.granted.push(grant.window),
                RequestStatus::Pending => windows.pending = true,
                RequestStatus::Revoked => windows.revoked = true,
                RequestStatus::Rejected | RequestStatus::Withdrawn => {}
            }
        }
        windows
    }

    /// Whether a window is open, or why none is.
    pub(crate) fn judge(&self, now: Instant) -> Result<(), Reason> {
        if self.granted.iter().any(|window| window.start <= now && now < window.end) {
            Ok(())
        } else if self.granted.iter().any(|window| now < window.start) {
            Err(Reason::WindowNotStarted)
        } else if !self.granted.is_empty() {
            Err(Reason::WindowEnded)
        } else if self.pending {
            Err(Reason::RequestPending)
        } else if self.revoked {
            Err(Reason::GrantRevoked)
        } else {
            Err(Reason::NoAccessGrant)
        }
    }

    /// Every instant at which a window opens or closes.
    pub(crate) fn edges(&self) -> impl Iterator<Item = Instant> {
        self.granted.iter().flat_map(|window| [window.start, window.end])
    }
}
