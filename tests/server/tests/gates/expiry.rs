//! A policy whose manifest has expired decides nothing any more, and says so (reliability row 28); nor does any while
//! the clock has gone back (row 10).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use guestpass_server::{Authenticator, Clock, ScopeName};
use reqwest::Method;
use serde_json::{Value, json};

use crate::operations::{HOUR_MS, candidate_until, followed};
use crate::service::{NOW_MS, Service, answer, keys};

const POLICY: &str = "/operations/v1/policy";

/// A server whose clock the test sets, with the first policy active. It expires in an hour, and the keys when they are
/// said to.
async fn start(folder: &std::path::Path, grace_ms: i64, keys_expire_ms: Option<i64>) -> (Service, Arc<AtomicI64>) {
    let now_ms = Arc::new(AtomicI64::new(NOW_MS));
    let shown = Arc::clone(&now_ms);
    let clock = Clock::of(move || shown.load(Ordering::Relaxed));
    let (mut kept, keys) = keys();
    for key in &mut kept {
        key.expires_ms = keys_expire_ms;
    }
    let authenticator = Authenticator::new(kept);
    let set_up = |state: guestpass_server::ServerState| state.with_expiry_grace_ms(grace_ms);
    let service = Service::of(followed(folder), authenticator, keys, set_up, clock).await;
    let (package, digest) = candidate_until("1.0.0", 1, 1, NOW_MS + HOUR_MS);
    propose(&service, &package, &digest).await;
    (service, now_ms)
}

async fn propose(service: &Service, package: &Value, digest: &str) {
    let proposed = service.operate(&format!("{POLICY}/candidate"), package.to_string()).await;
    assert_eq!(proposed.status, 200, "{}", proposed.body);
    let chosen = json!({ "digest": digest }).to_string();
    assert_eq!(service.operate(&format!("{POLICY}/activate"), chosen).await.status, 200);
}

/// How a question and readiness are answered: the status, and the code or the cause.
async fn answers(service: &Service) -> [(u16, Value); 2] {
    let question = json!({
        "subject": { "type": "user", "id": "dana" }, "action": { "name": "sign-in" },
        "resource": { "type": "organisation", "id": "initech" },
    });
    let evaluation = service.request(Method::POST, "/access/v1/evaluation").json(&question);
    let evaluation = answer(evaluation.bearer_auth(&service.keys.scoped[&ScopeName::Decide])).await;
    let ready = answer(service.request(Method::GET, "/ready")).await;
    [(evaluation.status, evaluation.body["code"].clone()), (ready.status, ready.body["cause"].clone())]
}

#[tokio::test]
async fn an_expired_policy_lets_nobody_in_until_a_newer_one_is_active() {
    for grace_ms in [0, HOUR_MS / 2] {
        let folder = tempfile::tempdir().expect("a folder is made");
        let (service, now_ms) = start(folder.path(), grace_ms, None).await;
        let decides = [(200, Value::Null), (200, Value::Null)];
        let denies = [(503, json!("policy-expired")), (503, json!("policy-expired"))];
        let day_ms = 24 * HOUR_MS;
        for (later_ms, expected, figure) in [
            (0, &decides, 0),
            (HOUR_MS + grace_ms - 1, &decides, 0),
            (HOUR_MS + grace_ms, &denies, 1),
            (day_ms, &denies, 1),
        ] {
            now_ms.store(NOW_MS + later_ms, Ordering::Relaxed);
            assert_eq!(answers(&service).await, *expected, "{later_ms} ms later");
            let figures = service.look(Method::GET, "/metrics").await.body;
            let line = format!("guestpass_policy_expired {figure}");
            assert!(figures.as_str().is_some_and(|text| text.contains(&line)), "{line}: {figures}");
        }
        let (package, digest) = candidate_until("1.1.0", 2, 1, NOW_MS + day_ms + HOUR_MS);
        propose(&service, &package, &digest).await;
        assert_eq!(answers(&service).await, decides);
        assert_eq!(service.look(Method::GET, POLICY).await.body["active"]["digest"], json!(digest));
    }
}

/// Row 10: access that has ended is not open again because somebody has set the clock back.
#[tokio::test]
async fn a_clock_that_goes_back_lets_nobody_in_until_it_is_right() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let (service, now_ms) = start(folder.path(), 0, None).await;
    let decides = [(200, Value::Null), (200, Value::Null)];
    let denies = [(503, json!("clock-stepped-back")), (503, json!("clock-stepped-back"))];
    let minute_ms = HOUR_MS / 60;
    for (later_ms, expected) in [
        (0, &decides),
        (10 * minute_ms, &decides),
        // As far as a clock that is corrected may go back.
        (5 * minute_ms, &decides),
        (5 * minute_ms - 1, &denies),
        (-24 * HOUR_MS, &denies),
        (5 * minute_ms, &decides),
        (11 * minute_ms, &decides),
    ] {
        now_ms.store(NOW_MS + later_ms, Ordering::Relaxed);
        assert_eq!(answers(&service).await, *expected, "{later_ms} ms later");
    }
}

/// Row 10, of credentials: also where nothing is decided.
#[tokio::test]
async fn a_clock_that_goes_back_makes_no_credential_count_again() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let minute_ms = HOUR_MS / 60;
    let (service, now_ms) = start(folder.path(), 0, Some(NOW_MS + 10 * minute_ms)).await;
    for (later_ms, expected) in [(0, 200), (20 * minute_ms, 401), (0, 401), (-24 * HOUR_MS, 401)] {
        now_ms.store(NOW_MS + later_ms, Ordering::Relaxed);
        assert_eq!(service.look(Method::GET, POLICY).await.status, expected, "{later_ms} ms later");
    }
}
