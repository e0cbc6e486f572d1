//! A page judges as servers do: the judgement is theirs, and what the page adds is read as strictly.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass_browser_trust::{Offer, judge};
use guestpass_contract::CONTRACT_VERSION;
use guestpass_manifest::{Digest, Manifest, ManifestVersion, PolicyName, SecretKey, TargetName, sign};

const NOW_MS: i64 = 1_780_000_000_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const COMPONENT: &[u8] = b"\0asm, the bytes of a component";

fn key(number: u8) -> SecretKey {
    SecretKey::from_seed(&[number; 32])
}

fn signed(version: u64, keys: &[u8]) -> String {
    let manifest = Manifest {
        policy: PolicyName::new("flexera-one").expect("a name"),
        version: ManifestVersion::new(version).expect("a version"),
        digest: Digest::of(COMPONENT),
        component_bytes: COMPONENT.len() as u64,
        contract: CONTRACT_VERSION.to_owned(),
        target: TargetName::new("production").expect("a name"),
        not_before_ms: NOW_MS - DAY_MS,
        expires_ms: NOW_MS + DAY_MS,
    };
    let keys: Vec<SecretKey> = keys.iter().map(|&number| key(number)).collect();
    sign(&manifest, &keys).expect("signed").to_json()
}

/// The trust of keys 1 and 2, of which both must sign, with `more` fields.
fn trust(more: &str) -> String {
    let pem = |number| key(number).public().to_pem().expect("a key").replace('\n', "\\n");
    format!(
        r#"{{"policy": "flexera-one", "target": "production", "threshold": 2, "keys": [
            {{"name": "k1", "public": "{}"}}, {{"name": "k2", "public": "{}"}}]{more}}}"#,
        pem(1),
        pem(2)
    )
}

/// The state after an offer, or the code of its refusal.
fn outcome(envelope: &str, component: &[u8], trust: &str, state: Option<&str>, now_ms: i64) -> Result<String, String> {
    let offer = Offer { envelope: envelope.as_bytes(), component, trust_json: trust, state_json: state, now_ms };
    judge(offer).map(|verified| verified.state.to_json()).map_err(|refusal| refusal.code.to_owned())
}

#[test]
fn what_enough_keys_signed_is_believed_and_never_gone_back_behind() {
    let seen = outcome(&signed(5, &[1, 2]), COMPONENT, &trust(""), None, NOW_MS).expect("believed");
    let state = Some(seen.as_str());
    let code = |outcome: Result<String, String>| outcome.expect_err("refused");
    assert!(outcome(&signed(6, &[2, 1, 3]), COMPONENT, &trust(""), state, NOW_MS).is_ok());
    assert_eq!(code(outcome(&signed(4, &[1, 2]), COMPONENT, &trust(""), state, NOW_MS)), "manifest::rollback");
    // A higher epoch forgets; a bound on the steps holds.
    assert!(outcome(&signed(4, &[1, 2]), COMPONENT, &trust(r#", "epoch": 2"#), state, NOW_MS).is_ok());
    let narrow = trust(r#", "version_step_max": 1"#);
    assert_eq!(code(outcome(&signed(7, &[1, 2]), COMPONENT, &narrow, state, NOW_MS)), "manifest::fast-forward");
}

/// A code; what is given: an envelope, a component, a trust file, a state; and when.
type Case<'c> = (&'c str, &'c str, &'c [u8], String, Option<&'c str>, i64);

#[test]
fn everything_else_is_refused_with_a_server_s_code() {
    let (good, trusted) = (signed(1, &[1, 2]), trust(""));
    let cases: Vec<Case<'_>> = vec![
        ("manifest::missing", "", COMPONENT, trusted.clone(), None, NOW_MS),
        ("manifest::malformed", "{}", COMPONENT, trusted.clone(), None, NOW_MS),
        ("manifest::wrong-size", &good, b"another component", trusted.clone(), None, NOW_MS),
        ("manifest::expired", &good, COMPONENT, trusted.clone(), None, NOW_MS + DAY_MS),
        ("manifest::not-yet-valid", &good, COMPONENT, trusted.clone(), None, NOW_MS - 2 * DAY_MS),
        ("manifest::wrong-target", &good, COMPONENT, trusted.replace("production", "test"), None, NOW_MS),
        ("trusted-state::malformed", &good, COMPONENT, trusted.clone(), Some("{}"), NOW_MS),
        ("trust::malformed", &good, COMPONENT, "{}".to_owned(), None, NOW_MS),
        ("trust::malformed", &good, COMPONENT, trust(r#", "grace_days": 1"#), None, NOW_MS),
        ("trust::wrong-value", &good, COMPONENT, trust(r#", "epoch": 0"#), None, NOW_MS),
        ("trust::wrong-value", &good, COMPONENT, trusted.replace("flexera-one", ""), None, NOW_MS),
        ("trust::threshold", &good, COMPONENT, trusted.replace(": 2", ": 3"), None, NOW_MS),
        ("trust::key", &good, COMPONENT, trusted.replace("PUBLIC", "PRIVATE"), None, NOW_MS),
        ("trust::duplicate-name", &good, COMPONENT, trusted.replace("k2", "k1"), None, NOW_MS),
    ];
    for (code, envelope, component, trust, state, now_ms) in cases {
        assert_eq!(outcome(envelope, component, &trust, state, now_ms), Err(code.to_owned()), "{trust}");
    }
    assert_eq!(outcome(&signed(1, &[1]), COMPONENT, &trusted, None, NOW_MS), Err("manifest::threshold".to_owned()));
}
