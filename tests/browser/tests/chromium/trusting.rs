//! A page that believes signed policies only.

use guestpass_browser_tests::{Fixture, PageEngine, Site, small_policy};
use guestpass_contract::CONTRACT_VERSION;
use guestpass_manifest::{Digest, Manifest, ManifestError, ManifestVersion, PolicyName, SecretKey, TargetName, sign};
use serde_json::{Value, json};

use crate::following::{answer_active, following_as, news, offer, tell_active, until, until_listening};
use crate::sample::decisions;

/// 2020, and long after this test.
const NOT_BEFORE_MS: i64 = 1_577_836_800_000;
const EXPIRES_MS: i64 = 4_102_444_800_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

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
    offer_manifest(site, &component, version, EXPIRES_MS, keys);
    offer(site, component)
}

/// Makes a manifest of the component available, in place of any before.
fn offer_manifest(site: &Site, component: &[u8], version: u64, expires_ms: i64, keys: &[u8]) {
    let manifest = Manifest {
        policy: PolicyName::new("sample").expect("a name"),
        version: ManifestVersion::new(version).expect("a version"),
        digest: Digest::of(component),
        component_bytes: component.len() as u64,
        contract: CONTRACT_VERSION.to_owned(),
        target: TargetName::new("production").expect("a name"),
        not_before_ms: NOT_BEFORE_MS,
        expires_ms,
    };
    let keys: Vec<SecretKey> = keys.iter().map(|&number| key(number)).collect();
    let envelope = sign(&manifest, &keys).expect("signed").to_json();
    let digest = Digest::of(component);
    site.put(&format!("/policy/v1/manifests/{digest}"), envelope.into_bytes());
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

/// The clock of the page is the test's.
#[test]
fn what_has_expired_decides_no_more_until_it_is_signed_anew() {
    let clock = "trust: { ...given[1], get now() { return globalThis.clock ?? Date.now(); } },";
    let (mut page, _) = following_as(clock, vec![trust()]);
    until(&mut page, "following.trouble?.code === 'manifest::missing'");
    until_listening(&page);
    let component = Fixture::new(&small_policy("sample"), &decisions(2)).and_then(|fixture| fixture.component());
    let component = component.expect("a component");
    let sign_until = |site: &Site, version, days: i64| {
        offer_manifest(site, &component, version, EXPIRES_MS + days * DAY_MS, &[1, 2]);
    };
    let set_clock = |page: &mut PageEngine, ms: i64| {
        page.run("globalThis.clock = given[0]", vec![json!(ms)]).expect("a clock");
    };
    // It had expired before the page came: it is asked for until it was signed anew, of which the server says nothing.
    sign_until(page.site(), 9, -1);
    set_clock(&mut page, EXPIRES_MS - DAY_MS + 1);
    let digest = offer(page.site(), component.clone());
    tell_active(page.site(), Some(&digest), 2);
    until(&mut page, "following.trouble?.code === 'manifest::expired'");
    assert_eq!(page.run("following.policy", Vec::new()).expect("none"), Value::Null);
    sign_until(page.site(), 10, 0);
    until(&mut page, "following.policy && (globalThis.first = following.policy)");
    let told = news(&mut page);
    assert_eq!(
        (&told[0], &told[1]),
        (&json!(["trouble", "manifest::missing"]), &json!(["trouble", "manifest::expired"]))
    );
    assert_eq!(told.as_array().and_then(|told| told.last()), Some(&json!(["change", digest, 2])));

    // Signed anew in time: the page asks for that shortly before, without a word of the server, and nobody notices.
    sign_until(page.site(), 11, 1);
    set_clock(&mut page, EXPIRES_MS - 50);
    let seen = r#"new Promise((resolve) => {
        const state = () => localStorage.getItem('guestpass trusted state of sample at production');
        const look = () => (/"version": ?11\b/.test(state()) ? resolve() : setTimeout(look, 5));
        look();
    })"#;
    page.run(seen, Vec::new()).expect("the page has seen version 11");
    set_clock(&mut page, EXPIRES_MS + 1);
    tell_active(page.site(), Some(&digest), 3);
    until(&mut page, "following.active?.generation === 3 && following.policy === first");
    assert_eq!(news(&mut page), json!([]));

    // Not signed anew: also for a page that hears nothing of the server.
    set_clock(&mut page, EXPIRES_MS + DAY_MS);
    until(&mut page, "following.trouble?.code === 'manifest::expired' && following.policy === null");
    assert_eq!(page.run("following.active", Vec::new()).expect("none"), Value::Null);
    assert_eq!(news(&mut page)[0], json!(["trouble", "manifest::expired"]));

    // Later than in time, and the server says nothing of it: it has the same policy.
    sign_until(page.site(), 12, 2);
    until(&mut page, "following.policy?.digest && following.trouble === null");
    let change = news(&mut page).as_array().and_then(|news| news.last().cloned());
    assert_eq!(change, Some(json!(["change", digest, 3])));

    // A server that is gone keeps nothing alive.
    page.site().remove(&format!("/policy/v1/components/{digest}"));
    set_clock(&mut page, EXPIRES_MS + 2 * DAY_MS);
    until(&mut page, "following.trouble?.code === 'server-refused' && following.policy === null");
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
