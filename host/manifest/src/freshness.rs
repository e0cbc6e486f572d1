//! Whether a manifest may be used at an instant.

use guestpass_contract::InstantMs;
use guestpass_contract::json::instant_to_string;

use crate::manifest::Manifest;
use crate::trust::Trust;

/// Where an instant lies in the life of a manifest (reliability row 28).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Before `not_before`.
    NotYetValid,
    /// From `not_before` until `expires`.
    Current,
    /// Expired, and for so long as the trust file allows still in use where it was in use. It is never taken up anew.
    Grace {
        /// First instant at which it may no longer be used at all.
        until_ms: InstantMs,
    },
    /// No longer to be used.
    Expired,
}

impl Freshness {
    /// Judges a manifest that was verified before. A host asks again while it uses a policy: time goes on.
    #[must_use]
    pub fn of(manifest: &Manifest, trust: &Trust, now_ms: InstantMs) -> Self {
        let until_ms = manifest.expires_ms.saturating_add(trust.grace_ms());
        if now_ms < manifest.not_before_ms {
            Self::NotYetValid
        } else if now_ms < manifest.expires_ms {
            Self::Current
        } else if now_ms < until_ms {
            Self::Grace { until_ms }
        } else {
            Self::Expired
        }
    }
}

/// An instant for a message.
pub(crate) fn instant_text(instant_ms: InstantMs) -> String {
    instant_to_string(instant_ms).unwrap_or_else(|_| format!("{instant_ms} ms"))
}
