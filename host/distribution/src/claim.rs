//! What a manifest says about its package, before anybody has verified that it may say so.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

/// A claim. It serves to put packages into an order and to see whether a pair of files belongs together, and for
/// nothing else: **the order is not a decision**, the verification that follows is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The rising number of the policy.
    pub(crate) version: u64,
    /// The digest of the component.
    pub(crate) digest: String,
}

#[derive(Deserialize)]
struct EnvelopeShape {
    payload: String,
}

#[derive(Deserialize)]
struct PayloadShape {
    version: u64,
    component: ComponentShape,
}

#[derive(Deserialize)]
struct ComponentShape {
    digest: String,
}

impl Claim {
    /// The claim of an envelope, if it can be read.
    pub(crate) fn of(envelope: &[u8]) -> Option<Self> {
        let envelope: EnvelopeShape = serde_json::from_slice(envelope).ok()?;
        let payload = STANDARD.decode(envelope.payload).ok()?;
        let payload: PayloadShape = serde_json::from_slice(&payload).ok()?;
        Some(Self { version: payload.version, digest: payload.component.digest })
    }
}

#[cfg(test)]
mod tests {
    use super::Claim;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    #[test]
    fn what_cannot_be_read_claims_nothing() {
        let payload = STANDARD.encode(r#"{"version": 7, "component": {"digest": "sha256:00", "bytes": 1}}"#);
        let envelope = format!(r#"{{"payloadType": "a", "payload": "{payload}", "signatures": []}}"#);
        let claim = Claim { version: 7, digest: "sha256:00".to_owned() };
        assert_eq!(Claim::of(envelope.as_bytes()), Some(claim));
        for text in ["", "{}", r#"{"payload": "%"}"#, r#"{"payload": "e30="}"#, envelope.split_at(envelope.len() / 2).0]
        {
            assert_eq!(Claim::of(text.as_bytes()), None, "{text}");
        }
    }
}
