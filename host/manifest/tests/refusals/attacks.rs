//! What an attacker, a slip or time can do to a signed policy, each with the code that refuses it (reliability rows 27
//! to 34). Every case starts from a package that is accepted and changes one thing.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_manifest::{
    Digest, Envelope, Manifest, ManifestError, ManifestVersion, PolicyName, PublicKey, SecretKey, TargetName, Trust,
    TrustedKey, TrustedState, sign, verify, verify_kept,
};

const NOW_MS: i64 = 1_780_000_000_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const COMPONENT: &[u8] = b"\0asm, the bytes of a component";

fn key(number: u8) -> SecretKey {
    SecretKey::from_seed(&[number; 32])
}

fn trusted(numbers: &[u8], threshold: usize) -> Trust {
    let keys = numbers.iter().map(|&number| TrustedKey { name: format!("k{number}"), public: key(number).public() });
    Trust::new(name("flexera-one"), target("production"), threshold, keys.collect()).unwrap()
}

fn name(text: &str) -> PolicyName {
    PolicyName::new(text).unwrap()
}

fn target(text: &str) -> TargetName {
    TargetName::new(text).unwrap()
}

fn manifest(version: u64, component: &[u8]) -> Manifest {
    Manifest {
        policy: name("flexera-one"),
        version: ManifestVersion::new(version).unwrap(),
        digest: Digest::of(component),
        component_bytes: component.len() as u64,
        contract: "0.2.0".to_owned(),
        target: target("production"),
        not_before_ms: NOW_MS - DAY_MS,
        expires_ms: NOW_MS + DAY_MS,
    }
}

fn signed(manifest: &Manifest, keys: &[u8]) -> String {
    let keys: Vec<SecretKey> = keys.iter().map(|&number| key(number)).collect();
    sign(manifest, &keys).unwrap().to_json()
}

/// What a host saw that has accepted version 7.
fn seen() -> TrustedState {
    let envelope = signed(&manifest(7, COMPONENT), &[1]);
    verify(envelope.as_bytes(), COMPONENT, &trusted(&[1], 1), &TrustedState::new(), NOW_MS).unwrap().state
}

/// Everything that is judged.
struct Offer {
    envelope: String,
    component: Vec<u8>,
    trust: Trust,
    state: TrustedState,
    now_ms: i64,
}

impl Offer {
    fn of(manifest: &Manifest) -> Self {
        let (component, trust) = (COMPONENT.to_vec(), trusted(&[1], 1));
        Self { envelope: signed(manifest, &[1]), component, trust, state: seen(), now_ms: NOW_MS }
    }

    fn judged(&self) -> Result<u64, &'static str> {
        let judged = verify(self.envelope.as_bytes(), &self.component, &self.trust, &self.state, self.now_ms);
        judged.map(|verified| verified.manifest.version.get()).map_err(|error: ManifestError| {
            assert!(ManifestError::CODES.contains(&error.code()), "{error}");
            assert!(!error.to_string().is_empty() && !error.help().is_empty());
            error.code()
        })
    }
}

fn changed(manifest: &Manifest, change: impl FnOnce(&mut Manifest)) -> Manifest {
    let mut changed = manifest.clone();
    change(&mut changed);
    changed
}

type Case = (&'static str, fn() -> Offer, Result<u64, &'static str>);

const CASES: &[Case] = &[
    ("the version that was seen, again", || Offer::of(&manifest(7, COMPONENT)), Ok(7)),
    ("the next version", || Offer::of(&manifest(8, COMPONENT)), Ok(8)),
    // Row 27
    ("the version before", || Offer::of(&manifest(6, COMPONENT)), Err("manifest::rollback")),
    (
        "a version long before",
        || Offer { state: far(), ..Offer::of(&manifest(7, COMPONENT)) },
        Err("manifest::rollback"),
    ),
    (
        "the same version of another component",
        || Offer { component: b"other".to_vec(), ..Offer::of(&manifest(7, b"other")) },
        Err("manifest::equivocation"),
    ),
    // Row 28
    (
        "expired in this very millisecond",
        || Offer { now_ms: NOW_MS + DAY_MS, ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::expired"),
    ),
    ("in the last millisecond", || Offer { now_ms: NOW_MS + DAY_MS - 1, ..Offer::of(&manifest(8, COMPONENT)) }, Ok(8)),
    (
        "before its time",
        || Offer::of(&changed(&manifest(8, COMPONENT), |it| it.not_before_ms = NOW_MS + 1)),
        Err("manifest::not-yet-valid"),
    ),
    (
        "a clock that went back by an hour",
        || Offer { now_ms: NOW_MS - 3_600_000, ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::clock-stepped-back"),
    ),
    (
        "a clock that went back by a second",
        || Offer { now_ms: NOW_MS - 1_000, ..Offer::of(&manifest(8, COMPONENT)) },
        Ok(8),
    ),
    // Row 29
    ("a version near the last one", || Offer::of(&manifest((1 << 53) - 2, COMPONENT)), Err("manifest::fast-forward")),
    (
        "recovery from such a version by an epoch",
        || Offer { state: far(), trust: trusted(&[1], 1).with_epoch(2), ..Offer::of(&manifest(8, COMPONENT)) },
        Ok(8),
    ),
    (
        "an epoch that goes back",
        || {
            let state = epoch_two();
            Offer { state, ..Offer::of(&manifest(8, COMPONENT)) }
        },
        Err("manifest::epoch-stepped-back"),
    ),
    // Row 30
    (
        "the manifest of another policy",
        || Offer::of(&changed(&manifest(8, COMPONENT), |it| it.policy = name("snow-atlas"))),
        Err("manifest::wrong-policy"),
    ),
    (
        "meant for another place",
        || Offer::of(&changed(&manifest(8, COMPONENT), |it| it.target = target("staging"))),
        Err("manifest::wrong-target"),
    ),
    (
        "of a contract to come",
        || Offer::of(&changed(&manifest(8, COMPONENT), |it| it.contract = "1.0.0".to_owned())),
        Err("manifest::wrong-contract"),
    ),
    (
        "the component of another package, as long",
        || Offer { component: COMPONENT.to_ascii_uppercase(), ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::wrong-digest"),
    ),
    (
        "a component cut short",
        || Offer { component: COMPONENT.get(1..).unwrap_or_default().to_vec(), ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::wrong-size"),
    ),
    // Row 31
    (
        "no envelope",
        || Offer { envelope: String::new(), ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::missing"),
    ),
    ("signatures taken away", || edited(|text| cut(text, "\"signatures\":[", "]")), Err("manifest::unsigned")),
    (
        "a stranger's key",
        || Offer { trust: trusted(&[2], 1), ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::threshold"),
    ),
    (
        "one of two that must sign",
        || Offer { trust: trusted(&[1, 2], 2), ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::threshold"),
    ),
    (
        "both of two",
        || Offer {
            envelope: signed(&manifest(8, COMPONENT), &[1, 2]),
            trust: trusted(&[1, 2], 2),
            ..Offer::of(&manifest(8, COMPONENT))
        },
        Ok(8),
    ),
    ("a key that signs twice", || edited(twice_signed), Err("manifest::duplicate-signature")),
    (
        "a signature of another manifest",
        || edited(|text| text.replace(&payload(&manifest(8, COMPONENT)), &payload(&manifest(9, COMPONENT)))),
        Err("manifest::wrong-signature"),
    ),
    (
        "signed for another purpose",
        || edited(|text| text.replace("vnd.guestpass", "vnd.other")),
        Err("manifest::payload-type"),
    ),
    ("a key of JSON twice", || edited(|text| text.replacen('{', "{\"payload\":\"\",", 1)), Err("manifest::malformed")),
    ("a key that nobody knows", || edited(|text| text.replacen('{', "{\"more\":1,", 1)), Err("manifest::malformed")),
    ("text behind it", || edited(|text| format!("{text} {{}}")), Err("manifest::malformed")),
    // Row 32
    ("a long envelope", || edited(|text| format!("{text}{}", " ".repeat(1 << 20))), Err("manifest::too-large")),
    // Row 34
    (
        "nothing at all, duly signed",
        || Offer { component: Vec::new(), ..Offer::of(&manifest(8, b"")) },
        Err("manifest::empty-component"),
    ),
];

/// A host that has seen a version near the last one.
fn far() -> TrustedState {
    let trust = trusted(&[1], 1).with_version_step_max(u64::MAX);
    let envelope = signed(&manifest((1 << 53) - 2, COMPONENT), &[1]);
    verify(envelope.as_bytes(), COMPONENT, &trust, &TrustedState::new(), NOW_MS).unwrap().state
}

fn epoch_two() -> TrustedState {
    let trust = trusted(&[1], 1).with_epoch(2);
    let envelope = signed(&manifest(7, COMPONENT), &[1]);
    verify(envelope.as_bytes(), COMPONENT, &trust, &TrustedState::new(), NOW_MS).unwrap().state
}

fn edited(edit: impl FnOnce(&str) -> String) -> Offer {
    let offer = Offer::of(&manifest(8, COMPONENT));
    let envelope = edit(&offer.envelope);
    assert_ne!(envelope, offer.envelope, "the edit must change something");
    Offer { envelope, ..offer }
}

/// The text without what stands between two marks.
fn cut(text: &str, from: &str, to: &str) -> String {
    let (before, rest) = text.split_once(from).unwrap();
    let (_, after) = rest.split_once(to).unwrap();
    format!("{before}{from}{to}{after}")
}

fn twice_signed(text: &str) -> String {
    let (_, signature) = text.split_once("\"signatures\":[").unwrap();
    let (signature, _) = signature.split_once(']').unwrap();
    text.replacen(signature, &format!("{signature},{signature}"), 1)
}

/// The payload as it stands in an envelope.
fn payload(manifest: &Manifest) -> String {
    let envelope = signed(manifest, &[1]);
    let (_, payload) = envelope.split_once("\"payload\":\"").unwrap();
    payload.split_once('"').unwrap().0.to_owned()
}

#[test]
fn each_attack_has_its_code() {
    for (what, offer, expected) in CASES {
        assert_eq!(offer().judged(), *expected, "{what}");
    }
}

#[test]
fn no_bit_of_an_envelope_can_be_changed() {
    let offer = Offer::of(&manifest(8, COMPONENT));
    let original = offer.envelope.clone().into_bytes();
    let meaning = Envelope::read(&original).unwrap();
    let mut accepted = 0;
    for bit in 0..original.len() * 8 {
        let mut changed = original.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        if verify(&changed, &offer.component, &offer.trust, &offer.state, NOW_MS).is_ok() {
            // Such as a bit of the padding of base64: the same payload and signature.
            assert_eq!(Envelope::read(&changed).unwrap(), meaning, "bit {bit}");
            accepted += 1;
        }
    }
    assert!(accepted * 100 < original.len() * 8, "{accepted} changes mean the same");
}

#[test]
fn a_refusal_leaves_no_trace_and_an_acceptance_is_remembered() {
    let offer = Offer::of(&manifest(9, COMPONENT));
    let verified = verify(offer.envelope.as_bytes(), COMPONENT, &offer.trust, &offer.state, NOW_MS).unwrap();
    let highest = |state: &TrustedState| state.highest(&name("flexera-one")).unwrap().version.get();
    assert_eq!((highest(&offer.state), highest(&verified.state)), (7, 9));
    // After a restart, from disk.
    let kept = TrustedState::from_json(verified.state.to_json().as_bytes()).unwrap();
    assert_eq!(kept, verified.state);
    assert_eq!(Offer { state: kept, ..Offer::of(&manifest(8, COMPONENT)) }.judged(), Err("manifest::rollback"));
}

#[test]
fn what_is_kept_may_be_older_and_nothing_else() {
    let older = Offer::of(&manifest(6, COMPONENT));
    let kept = |offer: &Offer| {
        let judged = verify_kept(offer.envelope.as_bytes(), &offer.component, &offer.trust, &offer.state, offer.now_ms);
        judged.map(|verified| verified.manifest.version.get()).map_err(|error| error.code())
    };
    assert_eq!(kept(&older), Ok(6), "an operator may have gone back to it");
    assert_eq!(
        kept(&Offer { component: b"other".to_vec(), ..Offer::of(&manifest(6, COMPONENT)) }),
        Err("manifest::wrong-size")
    );
    let late = Offer { now_ms: NOW_MS + 2 * DAY_MS, ..Offer::of(&manifest(7, COMPONENT)) };
    assert_eq!(kept(&late), Err("manifest::expired"));
    let patient = Offer { trust: trusted(&[1], 1).with_grace_days(7), ..late };
    assert_eq!(kept(&patient), Ok(7), "the grace of the trust file lasts");
    assert_eq!(patient.judged(), Err("manifest::expired"), "and nothing expired is taken up anew");
}

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
fn a_signature_has_one_form() {
    // The order of the group, added to the second half of a signature, gives another that fits the same equation.
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let offer = Offer::of(&manifest(8, COMPONENT));
    let (_, tail) = offer.envelope.split_once("\"sig\":\"").unwrap();
    let sig = tail.split_once('"').unwrap().0;
    let mut bytes = base64_decoded(sig);
    let mut carry = 0_u16;
    for (place, add) in bytes[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*place) + u16::from(add) + carry;
        (*place, carry) = (sum as u8, sum >> 8);
    }
    let malleated = offer.envelope.replace(sig, &base64_encoded(&bytes));
    assert_ne!(malleated, offer.envelope);
    assert_eq!(Offer { envelope: malleated, ..offer }.judged(), Err("manifest::wrong-signature"));
}

fn base64_decoded(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

fn base64_encoded(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
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
