//! From texts to a judgement.

use guestpass_manifest::{ManifestError, StateError, TrustedState, Verified, verify};

use crate::trust::{WrongTrust, trust_from_json};

/// What a page offers to be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer<'a> {
    /// The envelope of the manifest, as it was signed; empty when there is none.
    pub envelope: &'a [u8],
    /// The component.
    pub component: &'a [u8],
    /// Whom the page believes, as JSON.
    pub trust_json: &'a str,
    /// What the page has seen, as an earlier judgement gave it; none for a page that has seen nothing.
    pub state_json: Option<&'a str>,
    /// Milliseconds since the Unix epoch.
    pub now_ms: i64,
}

/// Why a component must not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable, for programs.
    pub code: &'static str,
    /// For people.
    pub message: String,
}

/// Judges a component by its manifest, as servers do.
///
/// # Errors
/// Why the component must not be used, or why nobody can tell: the trust or the state cannot be read.
pub fn judge(offer: Offer<'_>) -> Result<Verified, Refusal> {
    let Offer { envelope, component, trust_json, state_json, now_ms } = offer;
    let trust = trust_from_json(trust_json)?;
    let state = state_json.map_or(Ok(TrustedState::new()), |state| TrustedState::from_json(state.as_bytes()))?;
    Ok(verify(envelope, component, &trust, &state, now_ms)?)
}

impl From<ManifestError> for Refusal {
    fn from(error: ManifestError) -> Self {
        Self { code: error.code(), message: format!("{error}: {}", error.help()) }
    }
}

impl From<StateError> for Refusal {
    fn from(error: StateError) -> Self {
        Self { code: error.code(), message: error.to_string() }
    }
}

impl From<WrongTrust> for Refusal {
    fn from(WrongTrust { code, message }: WrongTrust) -> Self {
        Self { code, message }
    }
}
