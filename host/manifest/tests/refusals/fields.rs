//! Nothing of what was signed can be changed: no field, no bit (reliability rows 30 and 31).

use guestpass_manifest::{Envelope, Manifest};
use serde_json::{Value, json};

use crate::by_hand::{base64, decoded, envelope_by_hand};
use crate::offer::{COMPONENT, DAY_MS, NOW_MS, Offer, key, manifest};

/// A field of a manifest, another value for it, and the code when even that was signed.
type Case = (&'static str, fn() -> Value, &'static str);

const FIELDS: &[Case] = &[
    ("/component/bytes", || json!(29), "manifest::wrong-size"),
    ("/component/digest", || json!(other().digest.as_str()), "manifest::wrong-digest"),
    ("/contract", || json!("1.0.0"), "manifest::wrong-contract"),
    ("/expires", || field(&Manifest { expires_ms: NOW_MS, ..other() }, "/expires"), "manifest::expired"),
    ("/manifest", || json!(2), "manifest::payload"),
    (
        "/not_before",
        || field(&Manifest { not_before_ms: NOW_MS + 1, ..other() }, "/not_before"),
        "manifest::not-yet-valid",
    ),
    ("/policy", || json!("snow-atlas"), "manifest::wrong-policy"),
    ("/target", || json!("staging"), "manifest::wrong-target"),
    ("/version", || json!(6), "manifest::rollback"),
];

fn other() -> Manifest {
    manifest(8, b"another component")
}

fn field(manifest: &Manifest, path: &str) -> Value {
    json_of(manifest).pointer(path).unwrap().clone()
}

fn json_of(manifest: &Manifest) -> Value {
    serde_json::from_slice(&manifest.to_json().unwrap()).unwrap()
}

/// The paths of everything that is no object.
fn leaves(value: &Value, path: &str) -> Vec<String> {
    let Value::Object(fields) = value else { return vec![path.to_owned()] };
    fields.iter().flat_map(|(name, value)| leaves(value, &format!("{path}/{name}"))).collect()
}

/// The envelope with the signature that it has, of another payload.
fn with_payload(envelope: &str, payload: &[u8]) -> String {
    let mut json: Value = serde_json::from_str(envelope).unwrap();
    json["payload"] = base64(payload).into();
    json.to_string()
}

#[test]
fn no_field_of_a_manifest_can_be_changed() {
    let original = manifest(8, COMPONENT);
    let signed = Offer::of(&original).envelope;
    assert_eq!(leaves(&json_of(&original), ""), FIELDS.iter().map(|(path, ..)| *path).collect::<Vec<_>>());
    for (path, value, code) in FIELDS {
        let mut json = json_of(&original);
        *json.pointer_mut(path).unwrap() = value();
        assert_ne!(json, json_of(&original), "{path}");
        let payload = json.to_string().into_bytes();
        let judged = [with_payload(&signed, &payload), envelope_by_hand(&payload, &[(1, 1)])]
            .map(|envelope| Offer::enveloped(envelope).code());
        assert_eq!(judged, [Err("manifest::wrong-signature"), Err(*code)], "{path}: as it was signed, signed anew");
    }
}

/// Changes every bit in turn.
fn each_bit(bytes: Vec<u8>) -> impl Iterator<Item = (usize, Vec<u8>)> {
    (0..bytes.len() * 8).map(move |bit| {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        (bit, changed)
    })
}

#[test]
fn no_bit_of_a_manifest_or_its_signature_can_be_changed() {
    let payload = manifest(8, COMPONENT).to_json().unwrap();
    let signed = Offer::of(&manifest(8, COMPONENT)).envelope;
    let json: Value = serde_json::from_str(&signed).unwrap();
    let text = |path: &str| json.pointer(path).unwrap().as_str().unwrap();
    assert_eq!(decoded(text("/payload")), payload);
    let payloads = each_bit(payload).map(|(bit, payload)| (bit, with_payload(&signed, &payload)));
    let signature = text("/signatures/0/sig");
    let signatures = each_bit(decoded(signature)).map(|(bit, bytes)| (bit, signed.replace(signature, &base64(&bytes))));
    for (bit, envelope) in payloads.chain(signatures) {
        assert_eq!(Offer::enveloped(envelope).code(), Err("manifest::wrong-signature"), "bit {bit}");
    }
}

#[test]
fn no_bit_of_an_envelope_can_be_changed() {
    let offer = Offer::of(&manifest(8, COMPONENT));
    let accepted = each_bit(offer.envelope.clone().into_bytes()).filter(|(_, changed)| {
        let judged = guestpass_manifest::verify(changed, COMPONENT, &offer.trust, &offer.state, NOW_MS);
        judged.is_ok()
    });
    assert_eq!(accepted.map(|(bit, _)| bit).collect::<Vec<_>>(), [] as [usize; 0]);
}

#[test]
fn an_envelope_made_by_hand_is_the_one_that_is_made_here() {
    let manifest = Manifest { expires_ms: NOW_MS + 2 * DAY_MS, ..manifest(8, COMPONENT) };
    let made = guestpass_manifest::sign(&manifest, &[key(1), key(2)]).unwrap();
    let by_hand = envelope_by_hand(&manifest.to_json().unwrap(), &[(1, 1), (2, 2)]);
    assert_eq!(Envelope::read(by_hand.as_bytes()), Ok(made));
}
