//! Whatever is signed by enough is accepted, says what was signed, and nothing else is.

use guestpass_manifest::{Digest, Envelope, Manifest, ManifestVersion, PolicyName, TargetName, Trust, TrustedKey};
use guestpass_manifest::{TrustedState, limits, sign, verify};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;

use crate::offer::{DAY_MS, NOW_MS, key};

fn manifests() -> impl Strategy<Value = (Manifest, Vec<u8>)> {
    let names = ("[a-zé]([a-z\u{2028}\"\\\\ .-]{0,20}[a-z])?", "[A-Z]([a-z ./]{0,20}[a-z])?");
    let times = (-400 * DAY_MS..=0, 1..400 * DAY_MS);
    (names, 1..=limits::VERSION_MAX, any::<u32>(), times, vec(any::<u8>(), 1..64)).prop_map(
        |((policy, target), version, patch, (before_ms, after_ms), component)| {
            let manifest = Manifest {
                policy: PolicyName::new(&policy).unwrap(),
                version: ManifestVersion::new(version).unwrap(),
                digest: Digest::of(&component),
                component_bytes: component.len() as u64,
                contract: format!("0.2.{patch}"),
                target: TargetName::new(&target).unwrap(),
                not_before_ms: NOW_MS + before_ms,
                expires_ms: NOW_MS + after_ms,
            };
            (manifest, component)
        },
    )
}

/// Some of the keys of these numbers, at least one, in any order.
fn some_of(numbers: std::ops::RangeInclusive<u8>) -> impl Strategy<Value = Vec<u8>> {
    let numbers: Vec<u8> = numbers.collect();
    let most = numbers.len();
    subsequence(numbers, 1..=most).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_enough_have_signed_is_accepted(
        (manifest, component) in manifests(),
        signers in some_of(1..=6),
        trusted in some_of(1..=6),
        threshold in any::<proptest::sample::Index>(),
    ) {
        let threshold = threshold.index(trusted.len()) + 1;
        let keys = trusted.iter().map(|&number| TrustedKey { name: number.to_string(), public: key(number).public() });
        let trust = Trust::new(manifest.policy.clone(), manifest.target.clone(), threshold, keys.collect()).unwrap();
        let keys: Vec<_> = signers.iter().map(|&number| key(number)).collect();
        let signed = sign(&manifest, &keys).unwrap();
        let text = signed.to_json();
        prop_assert_eq!(&Envelope::read(text.as_bytes()).unwrap(), &signed);

        let counted: Vec<_> = signers.iter().filter(|number| trusted.contains(number)).collect();
        match verify(text.as_bytes(), &component, &trust, &TrustedState::new(), NOW_MS) {
            Ok(verified) => {
                prop_assert!(counted.len() >= threshold);
                let ids: Vec<_> = counted.iter().map(|&&number| key(number).public().id()).collect();
                prop_assert_eq!(&verified.signed_by, &ids);
                let highest = verified.state.highest(&manifest.policy).unwrap();
                prop_assert_eq!((highest.version, &highest.digest), (manifest.version, &verified.digest));
                prop_assert_eq!(&verified.digest, &Digest::of(&component));
                prop_assert_eq!(&verified.manifest, &manifest);
            }
            Err(error) => {
                prop_assert_eq!(error.code(), "manifest::threshold");
                prop_assert!(counted.len() < threshold);
            }
        }
    }
}
