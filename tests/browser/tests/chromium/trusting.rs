//! A page that believes signed policies only.

use guestpass_browser_tests::{Fixture, Site, small_policy};
use guestpass_contract::CONTRACT_VERSION;
use guestpass_manifest::{Digest, Manifest, ManifestError, ManifestVersion, PolicyName, SecretKey, TargetName, sign};
use serde_json::{Value, json};

use crate::following::{answer_active, following_as, news, offer, tell_active, until, until_listening};
use crate::sample::decisions;

/// 2020, and long after this test.
const NOT_BEFORE_MS: i64 = 1_577_836_800_000;
const EXPIRES_MS: i64 = 4_102_444_800_000;

fn key(number: u8) -> SecretKey {
    SecretKey::from_seed(&[number; 32])
}

fn trust() -> Value {
    let public =
        |number| json!({ "name": format!("k{number}"), "public": key(number).public().to_pem().expect("PEM") });
    json!({ "policy": "sample", "target": "production", "threshold": 2, "keys": [public(1), public(2), public(3)] })
}

/// A policy of this name and document version, signed as the policy `sample`; its digest.
fn signed(site: &Site, name: &str, document: &str, version: u64, keys: &[u8]) -> String {
    let mut info = small_policy(name);
    document.clone_into(&mut info.version);
    let component = Fixture::new(&info, &decisions(2)).and_then(|fixture| fixture.component()).expect("a component");
    let manifest = Manifest {
        policy: PolicyName::new("sample").expect("a name"),
        version: ManifestVersion::new(version).expect("a version"),
        digest: Digest::of(&component),
        component_bytes: component.len() as u64,
        contract: CONTRACT_VERSION.to_owned(),
        target: TargetName::new("production").expect("a name"),
        not_before_ms: NOT_BEFORE_MS,
        expires_ms: EXPIRES_MS,
    };
    let keys: Vec<SecretKey> = keys.iter().map(|&number| key(number)).collect();
    let envelope = sign(&manifest, &keys).expect("signed").to_json();
    let digest = offer(site, component);
    site.put(&format!("/policy/v1/manifests/{digest}"), envelope.into_bytes());
    digest
}

#[test]
fn only_what_enough_trusted_keys_signed_decides_and_no_older_version_comes_back() {
    let (mut page, unsigned) = following_as("trust: given[1],", vec![trust()]);
    until(&mut page, "following.trouble?.code === 'manifest::missing'");
    until_listening(&page);
    let site = page.site();
    let first = signed(site, "sample", "1", 10, &[1, 3]);
    let one_key = signed(site, "sample", "2", 11, &[2]);
    let stranger = signed(site, "sample", "3", 11, &[2, 9]);
    let lying = signed(site, "another", "4", 11, &[1, 2]);
    let older = signed(site, "sample", "5", 9, &[1, 2]);
    let newer = signed(site, "sample", "6", 12, &[2, 3, 1]);
    let offered = [
        (first.as_str(), None),
        (&one_key, Some("manifest::threshold")),
        (&stranger, Some("manifest::threshold")),
        (&older, Some("manifest::rollback")),
        (&lying, Some("manifest::wrong-description")),
        (&unsigned, Some("manifest::missing")),
        (&newer, None),
    ];
    let mut expected = vec![json!(["trouble", "manifest::missing"])];
    let mut deciding = Value::Null;
    for (generation, (digest, refusal)) in (2..).zip(offered) {
        tell_active(page.site(), Some(digest), generation);
        match refusal {
            None => {
                until(&mut page, &format!("following.active?.generation === {generation}"));
                expected.push(json!(["change", digest, generation]));
                deciding = json!(digest);
            }
            Some(code) => {
                until(&mut page, &format!("following.trouble?.code === '{code}'"));
                expected.push(json!(["trouble", code]));
            }
        }
        assert_eq!(page.run("following.policy.digest", Vec::new()).expect("a policy"), deciding);
    }
    assert_eq!(news(&mut page), json!(expected));

    // A page that is loaded again has seen what this one saw.
    answer_active(page.site(), Some(&first), 1);
    page.run("following.stop()", Vec::new()).expect("stopped");
    let again = "new Promise((done) => {
        const next = harness.guestpass.follow({
            server: '/', headers: () => ({ authorization: 'Bearer a-key' }), trust: given[0],
            onTrouble: (trouble) => (next.stop(), done([trouble.code, trouble.message])),
        });
    })";
    let told = page.run(again, vec![trust()]).expect("trouble");
    assert_eq!(told[0], "manifest::rollback", "{told}");
}

#[test]
fn the_types_name_every_code_of_the_judge() {
    let types = include_str!("../../../../host/browser/js/error.d.ts");
    let codes = ManifestError::CODES.iter().chain(&guestpass_manifest::TrustError::CODES);
    // A page gives an object, which is never too long; and what cannot be read has one more code.
    let missing: Vec<_> = codes
        .filter(|code| **code != "trust::too-large")
        .filter(|code| !types.contains(&format!("\"{code}\"")))
        .collect();
    assert_eq!(missing, Vec::<&&str>::new());
}
