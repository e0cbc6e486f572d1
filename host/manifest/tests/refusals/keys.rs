//! Keys that are none, and signatures that fit the equation and are none.

use ed25519_dalek::{Signature, SigningKey, Verifier as _, VerifyingKey};
use guestpass_manifest::{PublicKey, SecretKey};

use crate::by_hand::{base64, decoded, signed_bytes};
use crate::offer::{COMPONENT, Offer, key, manifest};

#[test]
fn weak_keys_are_no_keys() {
    // Points of small order, and a second way of writing one: anybody could sign for them, or they would count twice.
    let identity = {
        let mut bytes = [0; 32];
        bytes[0] = 1;
        bytes
    };
    let order_two = {
        let mut bytes = [0xff; 32];
        bytes[0] = 0xec;
        bytes[31] = 0x7f;
        bytes
    };
    let not_canonical = {
        let mut bytes = [0xff; 32];
        bytes[0] = 0xee;
        bytes[31] = 0x7f;
        bytes
    };
    for (what, bytes) in [("0", [0; 32]), ("1", identity), ("-1", order_two), ("p + 1", not_canonical)] {
        let code = PublicKey::from_bytes(&bytes).map(|_| ()).map_err(|error| error.code());
        assert_eq!(code, Err("key::weak"), "{what}");
    }
}

#[test]
fn a_second_way_of_writing_a_key_is_no_key() {
    // p + k for a small k stands for k. The curve's library reads it, so that one key could be listed twice and count
    // twice, under two ids.
    let with_sign = |k: u8| [0x7f, 0xff].map(|last| (k, last));
    let mut written_twice = (2..=18).flat_map(with_sign).filter_map(|(k, last)| {
        let mut bytes = [0xff; 32];
        (bytes[0], bytes[31]) = (0xed_u8 + k, last);
        let key = VerifyingKey::from_bytes(&bytes).ok()?;
        (!key.is_weak()).then_some(bytes)
    });
    let bytes = written_twice.next().expect("there is such a key");
    let rest = written_twice.chain([bytes]);
    for bytes in rest {
        let read = VerifyingKey::from_bytes(&bytes).unwrap().to_edwards().compress().to_bytes();
        assert_ne!(read, bytes);
        assert!(PublicKey::from_bytes(&read).is_ok(), "the first way is a key");
        assert_eq!(PublicKey::from_bytes(&bytes).map_err(|error| error.code()), Err("key::weak"));
    }
}

#[test]
fn a_signature_has_one_form() {
    // The order of the group, added to the second half of a signature, gives another that fits the same equation.
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let offer = Offer::of(&manifest(8, COMPONENT));
    let sig = signature_of(&offer.envelope);
    let mut bytes = decoded(&sig);
    let mut carry = 0_u16;
    for (place, add) in bytes[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*place) + u16::from(add) + carry;
        (*place, carry) = (sum as u8, sum >> 8);
    }
    let malleated = offer.envelope.replace(&sig, &base64(&bytes));
    assert_ne!(malleated, offer.envelope);
    assert_eq!(Offer { envelope: malleated, ..offer }.code(), Err("manifest::wrong-signature"));
}

#[test]
fn a_signature_whose_first_half_is_a_weak_point_is_none() {
    // Made apart from this code, with whole numbers only. Of the equation S*B = R + k*A, R is the neutral point and S
    // is k*a: it fits, but such a signature may fit another message too, and nobody makes one by accident.
    let signature: [u8; 64] =
        decoded("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB7hsxqqf+q+nCaPUIzld2Sc2fuOVkgFuwneQ5SVGJHDQ==")
            .try_into()
            .unwrap();
    let offer = Offer::of(&manifest(8, COMPONENT));
    let message = signed_bytes(&manifest(8, COMPONENT).to_json().unwrap());
    let public = SigningKey::from_bytes(&[1; 32]).verifying_key();
    assert!(public.verify(&message, &Signature::from_bytes(&signature)).is_ok(), "it fits the equation");
    let sig = signature_of(&offer.envelope);
    let forged = offer.envelope.replace(&sig, &base64(&signature));
    assert_ne!(forged, offer.envelope);
    assert_eq!(Offer { envelope: forged, ..offer }.code(), Err("manifest::wrong-signature"));
}

/// The only signature, as it stands in an envelope.
fn signature_of(envelope: &str) -> String {
    let (_, tail) = envelope.split_once("\"sig\":\"").unwrap();
    tail.split_once('"').unwrap().0.to_owned()
}

#[test]
fn keys_are_read_back_and_told_apart() {
    let (secret, public) = (key(3).to_pem().unwrap(), key(3).public().to_pem().unwrap());
    assert_eq!(SecretKey::from_pem(secret.expose()).unwrap().public(), key(3).public());
    assert_eq!(PublicKey::from_pem(&public).unwrap().id(), key(3).public().id());
    let refused = |text: &str| {
        let secret = SecretKey::from_pem(text).map(|_| ()).map_err(|error| error.code());
        let public = PublicKey::from_pem(text).map(|_| ()).map_err(|error| error.code());
        (secret, public)
    };
    assert_eq!(refused(&public).0, Err("key::public-instead-of-secret"));
    assert_eq!(refused(secret.expose()).1, Err("key::secret-instead-of-public"));
    assert_eq!(refused("hello"), (Err("key::not-a-secret-key"), Err("key::not-a-public-key")));
    assert!(!format!("{:?} {secret:?}", key(3)).contains("MC4"), "a secret is never printed");
}
