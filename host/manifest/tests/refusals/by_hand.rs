//! Envelopes made without the crate: by what DSSE and RFC 8032 say, whatever is in them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey};
use guestpass_manifest::Digest;
use serde_json::json;

const PAYLOAD_TYPE: &str = "application/vnd.guestpass.policy-manifest.v1+json";

pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(crate) fn decoded(text: &str) -> Vec<u8> {
    STANDARD.decode(text).unwrap()
}

/// What is signed of a payload: DSSE's pre-authentication encoding.
pub(crate) fn signed_bytes(payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), payload.len());
    [head.as_bytes(), payload].concat()
}

/// An envelope of any payload. Each signature stands in the name of the first key and is made by the second.
pub(crate) fn envelope_by_hand(payload: &[u8], signatures: &[(u8, u8)]) -> String {
    let message = signed_bytes(payload);
    let key = |number: u8| SigningKey::from_bytes(&[number; 32]);
    let signatures = signatures.iter().map(|&(name, signer)| {
        let id = Digest::of(key(name).verifying_key().as_bytes());
        json!({ "keyid": id.as_str(), "sig": base64(&key(signer).sign(&message).to_bytes()) })
    });
    let signatures: Vec<_> = signatures.collect();
    json!({ "payloadType": PAYLOAD_TYPE, "payload": base64(payload), "signatures": signatures }).to_string()
}
