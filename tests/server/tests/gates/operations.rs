//! An operator proposes, shadows, activates and goes back, over HTTP.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use guestpass::Runtime;
use guestpass_distribution::{Activator, ActivatorOptions, Keep, Steps};
use guestpass_manifest::{
    Digest, Manifest, ManifestVersion, PolicyName, PublicKey, SecretKey, TargetName, Trust, sign,
};
use guestpass_server::{Authenticator, PolicySlot, RequestLimits, ScopeName};
use guestpass_server_tests::patient_limits;
use guestpass_store::audit::{AuditPage, Phase};
use reqwest::Method;
use serde_json::{Value, json};

use crate::service::{NOW_MS, Service, answer, keys};

pub(crate) const HOUR_MS: i64 = 3_600_000;
pub(crate) const FLEXERA_ONE: &str = include_str!("../../../../guest/policies/flexera-one.toml");

fn trust(key: &PublicKey, folder: &Path) -> Trust {
    let pem = key.to_pem().expect("it has a text").replace('\n', "\\n");
    let text = format!(
        "policy = \"flexera-one\"\ntarget = \"production\"\nthreshold = 1\n\n[[keys]]\nname = \"ops\"\npublic = \"{pem}\"\n"
    );
    std::fs::write(folder.join("trust.toml"), &text).expect("it is written");
    Trust::from_toml(&text).expect("it is read")
}

/// A candidate as it is sent, and its digest.
fn candidate(document_version: &str, version: u64, seed: u8) -> (Value, String) {
    candidate_until(document_version, version, seed, NOW_MS + HOUR_MS)
}

/// The same, which expires at an instant.
pub(crate) fn candidate_until(document_version: &str, version: u64, seed: u8, expires_ms: i64) -> (Value, String) {
    let source = FLEXERA_ONE.replacen("version = \"1.0.0\"", &format!("version = \"{document_version}\""), 1);
    candidate_of(&source, version, seed, expires_ms)
}

/// The same of a document.
pub(crate) fn candidate_of(source: &str, version: u64, seed: u8, expires_ms: i64) -> (Value, String) {
    let component = guestpass_compiler::compile("flexera-one.toml", source).expect("it compiles").component;
    let digest = Digest::of(&component);
    let manifest = Manifest {
        policy: PolicyName::new("flexera-one").expect("it is a name"),
        version: ManifestVersion::new(version).expect("it is a version"),
        digest: digest.clone(),
        component_bytes: component.len() as u64,
        contract: guestpass::contract::CONTRACT_VERSION.to_owned(),
        target: TargetName::new("production").expect("it is a name"),
        not_before_ms: NOW_MS - HOUR_MS,
        expires_ms,
    };
    let envelope = sign(&manifest, &[SecretKey::from_seed(&[seed; 32])]).expect("it is signed").to_json();
    (json!({ "component": STANDARD.encode(component), "manifest": envelope }), digest.to_string())
}

async fn service(folder: &Path) -> Service {
    let (kept, keys) = keys();
    Service::with(followed(folder), Authenticator::new(kept), keys, RequestLimits::default()).await
}

/// Where verified policies are activated.
pub(crate) fn followed(folder: &Path) -> PolicySlot {
    let trust = trust(&SecretKey::from_seed(&[1; 32]).public(), folder);
    let keep = Keep::open(&folder.join("kept"), Steps::untold()).expect("it opens");
    let runtime = Runtime::new(patient_limits()).expect("it starts");
    let activator = Arc::new(Activator::new(runtime, trust, keep, ActivatorOptions::default()));
    PolicySlot::Followed(activator)
}

/// The next event of a stream.
async fn event(stream: &mut reqwest::Response) -> String {
    loop {
        let chunk = stream.chunk().await.expect("it goes on").expect("it goes on");
        let text = String::from_utf8(chunk.to_vec()).expect("it is text");
        // A sign of life is a comment.
        if !text.starts_with(':') {
            return text;
        }
    }
}

fn path(end: &str) -> String {
    format!("/operations/v1/policy/{end}")
}

/// The body that names a candidate.
fn chosen(digest: &str) -> String {
    json!({ "digest": digest }).to_string()
}

/// What the audit log has entries of this phase about, in its order.
async fn deeds_in(service: &Service, phase: Phase) -> Vec<&'static str> {
    let page = AuditPage { organisation: None, after: 0, limit: 1000 };
    let entries = service.directory.audit(&page).await.expect("it answers");
    let found = entries.iter().filter(|entry| entry.phase == phase);
    found.map(|entry| entry.action.deed().name()).collect()
}

#[tokio::test]
async fn a_policy_is_proposed_activated_shadowed_and_taken_back() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let service = service(folder.path()).await;
    let (first, first_digest) = candidate("1.0.0", 1, 1);
    let (second, second_digest) = candidate("1.1.0", 2, 1);
    let events = service.request(Method::GET, "/operations/v1/policy/events");
    let events = events.bearer_auth(&service.keys.scoped[&ScopeName::Decide]).send();
    let mut events = events.await.expect("it answers");
    assert!(event(&mut events).await.contains(r#""digest":null"#));

    let status = async || service.look(Method::GET, "/operations/v1/policy").await.body;
    assert_eq!(status().await["active"], Value::Null);
    assert_eq!(service.operate(&path("activate"), chosen(&first_digest)).await.status, 404, "not proposed");
    let ready = service.operate(&path("candidate"), first.to_string()).await;
    assert_eq!((ready.status, &ready.body["digest"]), (200, &json!(first_digest)), "{}", ready.body);
    assert_eq!(status().await["active"], Value::Null, "a candidate changes nothing");
    assert_eq!(service.operate(&path("activate"), chosen(&first_digest)).await.status, 200);
    assert_eq!(status().await["active"]["digest"], json!(first_digest));
    assert!(event(&mut events).await.contains(&first_digest));

    assert_eq!(service.operate(&path("candidate"), second.to_string()).await.status, 200);
    assert_eq!(service.operate(&path("shadow"), chosen(&second_digest)).await.status, 200);
    assert_eq!(status().await["shadow"]["digest"], json!(second_digest));
    let report = service.look(Method::DELETE, &path("shadow")).await;
    assert_eq!((report.status, &report.body["compared"]), (200, &json!(0)));
    assert_eq!(service.look(Method::DELETE, &path("shadow")).await.status, 404, "it has ended");
    assert_eq!(service.operate(&path("activate"), chosen(&second_digest)).await.status, 200);
    assert!(event(&mut events).await.contains(&second_digest));

    let deeds =
        ["propose-policy", "activate-policy", "propose-policy", "shadow-policy", "end-shadow", "activate-policy"];
    assert_eq!(deeds_in(&service, Phase::Completed).await, deeds);

    let seen = |generation: u64| json!({ "generation": generation }).to_string();
    let late = service.operate(&path("rollback"), seen(1)).await;
    assert_eq!((late.status, &late.body["cause"]), (409, &json!("rollback-not-active")));
    assert_eq!(service.operate(&path("rollback"), seen(2)).await.body["active"], json!(first_digest));
    assert!(event(&mut events).await.contains(&first_digest));
    let nothing = service.operate(&path("rollback"), seen(1)).await;
    assert_eq!((nothing.status, &nothing.body["cause"]), (409, &json!("rollback-nothing-kept")));
}

/// Whoever activates what was gone back from is told that it is not active, and so is the audit log.
#[tokio::test]
async fn what_was_gone_back_from_is_neither_activated_nor_said_to_be() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let service = service(folder.path()).await;
    let (first, first_digest) = candidate("1.0.0", 1, 1);
    let (second, second_digest) = candidate("1.1.0", 2, 1);
    for (package, digest) in [(&first, &first_digest), (&second, &second_digest)] {
        assert_eq!(service.operate(&path("candidate"), package.to_string()).await.status, 200);
        assert_eq!(service.operate(&path("activate"), chosen(digest)).await.status, 200);
    }
    assert_eq!(service.operate(&path("candidate"), second.to_string()).await.status, 200);
    let back = json!({ "generation": 2 }).to_string();
    assert_eq!(service.operate(&path("rollback"), back).await.body["active"], json!(first_digest));
    let refused = service.operate(&path("activate"), chosen(&second_digest)).await;
    assert_eq!((refused.status, &refused.body["cause"]), (409, &json!("activation::set-aside")), "{}", refused.body);
    let refused = service.operate(&path("candidate"), second.to_string()).await;
    assert_eq!((refused.status, &refused.body["cause"]), (409, &json!("activation::set-aside")), "{}", refused.body);
    let active = service.look(Method::GET, "/operations/v1/policy").await.body;
    assert_eq!(active["active"]["digest"], json!(first_digest));
    let deeds = deeds_in(&service, Phase::Completed).await;
    assert_eq!(deeds.iter().filter(|&&deed| deed == "activate-policy").count(), 2);
}

/// Whoever goes away while a policy is activated or taken back does not keep it from that, and the audit log says how
/// it ended.
#[tokio::test]
async fn what_an_operator_has_begun_is_done_and_logged_whether_or_not_they_wait_for_it() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let service = service(folder.path()).await;
    let (first, first_digest) = candidate("1.0.0", 1, 1);
    let (second, second_digest) = candidate("1.1.0", 2, 1);
    assert_eq!(service.operate(&path("candidate"), first.to_string()).await.status, 200);
    assert_eq!(service.operate(&path("activate"), chosen(&first_digest)).await.status, 200);
    assert_eq!(service.operate(&path("candidate"), second.to_string()).await.status, 200);
    let back = json!({ "generation": 2 }).to_string();
    for (end, body, deed, digest) in [
        ("activate", chosen(&second_digest), "activate-policy", &second_digest),
        ("rollback", back, "roll-back-policy", &first_digest),
    ] {
        let count = async |phase| deeds_in(&service, phase).await.into_iter().filter(|found| *found == deed).count();
        let before = count(Phase::Completed).await;
        let request = service.request(Method::POST, &path(end)).header("content-type", "application/json").body(body);
        let request = request.bearer_auth(&service.keys.scoped[&ScopeName::Operate]).send();
        tokio::select! {
            biased;
            () = until(async || count(Phase::Began).await > before) => {}
            // It took less time than looking; then nobody has gone away.
            answer = request => assert_eq!(answer.expect("it answers").status(), 200, "{end}"),
        }
        until(async || count(Phase::Completed).await > before).await;
        let status = service.look(Method::GET, "/operations/v1/policy").await.body;
        assert_eq!((&status["active"]["digest"], &status["candidate"]), (&json!(digest), &Value::Null), "{end}");
    }
}

/// Looks until it is so.
async fn until(is_so: impl AsyncFn() -> bool) {
    let looking = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), looking).await.expect("it comes to be so");
}

/// A former policy that the disk has damaged is passed over, and the operator is told so.
#[tokio::test]
async fn a_damaged_former_policy_is_passed_over_and_named() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let service = service(folder.path()).await;
    let mut digests = Vec::new();
    for version in 1..=3 {
        let (package, digest) = candidate(&format!("1.{version}.0"), version, 1);
        assert_eq!(service.operate(&path("candidate"), package.to_string()).await.status, 200);
        assert_eq!(service.operate(&path("activate"), chosen(&digest)).await.status, 200);
        digests.push(digest);
    }
    let [first, second, third] = digests.try_into().expect("there are three");
    let digits = second.strip_prefix("sha256:").expect("it is a digest");
    let kept = folder.path().join("kept/policies").join(format!("{digits}.wasm"));
    std::fs::write(kept, "damaged").expect("it is written");
    let answer = service.operate(&path("rollback"), json!({ "generation": 3 }).to_string()).await;
    assert_eq!((answer.status, &answer.body["active"]), (200, &json!(first)), "{}", answer.body);
    assert_eq!(answer.body["replaced"], json!(third));
    let passed_over = &answer.body["passed_over"][0];
    assert_eq!((&passed_over["digest"], &passed_over["cause"]), (&json!(second), &json!("manifest::wrong-size")));
}

#[tokio::test]
async fn what_is_not_signed_or_not_everybodys_is_refused() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let service = service(folder.path()).await;
    let (good, _) = candidate("1.0.0", 1, 1);
    let (forged, _) = candidate("1.0.0", 1, 2);
    let path = "/operations/v1/policy/candidate";
    let refused = service.operate(path, forged.to_string()).await;
    assert_eq!((refused.status, &refused.body["cause"]), (409, &json!("manifest::threshold")), "{}", refused.body);
    let mut other = good.clone();
    other["component"] = json!(STANDARD.encode(b"\0asm"));
    assert_eq!(service.operate(path, other.to_string()).await.status, 409);
    other["component"] = json!("not base64!");
    assert_eq!(service.operate(path, other.to_string()).await.status, 422);
    let bound = service.request(Method::POST, path).json(&good).bearer_auth(&service.keys.bound);
    assert_eq!(answer(bound).await.status, 403, "a policy decides for every organisation");
    assert_eq!(service.look(Method::GET, "/operations/v1/policy").await.body["candidate"], Value::Null);
}
