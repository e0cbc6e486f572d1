//! Each attack has its code, and each code its attack.

use std::collections::BTreeSet;

use guestpass_manifest::{Manifest, ManifestError, Trust, TrustedState};

use crate::by_hand::envelope_by_hand;
use crate::offer::{COMPONENT, DAY_MS, NOW_MS, Offer, manifest, name, seen, signed, target, trusted};
use crate::states::state_of;

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
        || Offer { state: seen((1 << 53) - 2, 1), ..Offer::of(&manifest(7, COMPONENT)) },
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
        "a clock that went back by five minutes",
        || Offer { now_ms: NOW_MS - 300_000, ..Offer::of(&manifest(8, COMPONENT)) },
        Ok(8),
    ),
    (
        "a clock that went back by a millisecond more",
        || Offer { now_ms: NOW_MS - 300_001, ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::clock-stepped-back"),
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
    ("a million versions on", || Offer::of(&manifest(1_000_007, COMPONENT)), Ok(1_000_007)),
    ("one more than that", || Offer::of(&manifest(1_000_008, COMPONENT)), Err("manifest::fast-forward")),
    ("a bound of its own", || stepping(1, 8), Ok(8)),
    ("beyond a bound of its own", || stepping(1, 9), Err("manifest::fast-forward")),
    ("no bound", || stepping(u64::MAX, (1 << 53) - 1), Ok((1 << 53) - 1)),
    (
        "a version near the last one of a policy that was never seen",
        || Offer { state: TrustedState::new(), ..Offer::of(&manifest((1 << 53) - 2, COMPONENT)) },
        Ok((1 << 53) - 2),
    ),
    (
        "a version near the last one after an epoch that forgets",
        || Offer { trust: trusted(&[1], 1).with_epoch(2), ..Offer::of(&manifest((1 << 53) - 2, COMPONENT)) },
        Ok((1 << 53) - 2),
    ),
    ("a version near the last one", || Offer::of(&manifest((1 << 53) - 2, COMPONENT)), Err("manifest::fast-forward")),
    (
        "recovery from such a version by an epoch",
        || Offer {
            state: seen((1 << 53) - 2, 1),
            trust: trusted(&[1], 1).with_epoch(2),
            ..Offer::of(&manifest(8, COMPONENT))
        },
        Ok(8),
    ),
    (
        "an epoch that goes back",
        || Offer { state: seen(7, 2), ..Offer::of(&manifest(8, COMPONENT)) },
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
    (
        "a component with a byte more",
        || Offer { component: [COMPONENT, b" "].concat(), ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::wrong-size"),
    ),
    (
        "a component that is another policy than was signed",
        || Offer { description: ("snow-atlas", "0.2.0"), ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::wrong-description"),
    ),
    (
        "a component of another contract than was signed",
        || Offer { description: ("flexera-one", "0.2.1"), ..Offer::of(&manifest(8, COMPONENT)) },
        Err("manifest::wrong-description"),
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
    (
        "one of two that signs in the name of both",
        || named(&[(1, 1), (2, 1)], trusted(&[1, 2], 2)),
        Err("manifest::wrong-signature"),
    ),
    ("both of two, in their names", || named(&[(1, 1), (2, 2)], trusted(&[1, 2], 2)), Ok(8)),
    (
        "both of two, each in the name of the other",
        || named(&[(1, 2), (2, 1)], trusted(&[1, 2], 2)),
        Err("manifest::wrong-signature"),
    ),
    (
        "enough signatures, and one more of a trusted key that is wrong",
        || named(&[(1, 1), (2, 1)], trusted(&[1, 2], 1)),
        Err("manifest::wrong-signature"),
    ),
    ("a stranger's wrong signature beside a good one", || named(&[(1, 1), (2, 1)], trusted(&[1], 1)), Ok(8)),
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
    ("no JSON", || edited(|text| text.replace('{', "")), Err("manifest::malformed")),
    ("no manifest, duly signed", || Offer::enveloped(envelope_by_hand(b"hello", &[(1, 1)])), Err("manifest::payload")),
    (
        "no manifest, and signed by a stranger",
        || Offer::enveloped(envelope_by_hand(b"hello", &[(2, 2)])),
        Err("manifest::threshold"),
    ),
    // Row 32
    ("a long envelope", || edited(|text| format!("{text}{}", " ".repeat(1 << 20))), Err("manifest::too-large")),
    ("as many signatures as there may be", || many_signatures(16), Ok(8)),
    ("one signature more", || many_signatures(17), Err("manifest::too-many-signatures")),
    ("the last policy that there is room for", || among(255), Ok(8)),
    ("one policy more", || among(256), Err("manifest::state-full")),
    // Row 34
    (
        "nothing at all, duly signed",
        || Offer { component: Vec::new(), ..Offer::of(&manifest(8, b"")) },
        Err("manifest::empty-component"),
    ),
];

/// Offered where versions may rise by so many at once.
fn stepping(version_step_max: u64, version: u64) -> Offer {
    let trust = trusted(&[1], 1).with_version_step_max(version_step_max);
    Offer { trust, ..Offer::of(&manifest(version, COMPONENT)) }
}

/// Signatures in the name of the first key of each pair by the second.
fn named(signatures: &[(u8, u8)], trust: Trust) -> Offer {
    let payload = manifest(8, COMPONENT).to_json().unwrap();
    Offer { trust, ..Offer::enveloped(envelope_by_hand(&payload, signatures)) }
}

fn many_signatures(count: u8) -> Offer {
    let signatures: Vec<(u8, u8)> = (1..=count).map(|number| (number, number)).collect();
    named(&signatures, trusted(&[1], 1))
}

/// Offered to a host that remembers so many other policies.
fn among(others: usize) -> Offer {
    Offer { state: state_of(others), ..Offer::of(&manifest(8, COMPONENT)) }
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
    let judged = |(what, offer, expected): &Case| (*what, offer().code(), *expected);
    let wrong: Vec<_> = CASES.iter().map(judged).filter(|(_, found, expected)| found != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_code_has_an_attack() {
    let codes: BTreeSet<&str> = CASES.iter().filter_map(|(_, _, expected)| expected.err()).collect();
    assert_eq!(codes, BTreeSet::from(ManifestError::CODES));
    assert_eq!(codes.len(), ManifestError::CODES.len(), "no code stands there twice");
}
