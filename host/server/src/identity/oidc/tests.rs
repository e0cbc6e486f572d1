//! Keys that a provider changes while this server runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use futures_util::FutureExt;
use guestpass_manifest::SecretKey;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::json;

use super::OidcVerifier;
use super::keys::{Asked, REFRESH_PAUSE};
use crate::settings::{JwksLocation, OidcSettings};

const NOW_MS: i64 = 1_800_000_000_000;
/// The provider takes this long to answer.
const ANSWER_TIME: Duration = Duration::from_millis(200);

/// Keys, by the numbers that they are made of.
const OLD: u8 = 1;
const NEW: u8 = 2;
const UNKNOWN: u8 = 3;
/// In place of keys: the provider is out of order.
const NONE: u8 = 0;

fn kid(number: u8) -> String {
    format!("key-{number}")
}

fn jwks(number: u8) -> String {
    let pem = SecretKey::from_seed(&[number; 32]).public().to_pem().unwrap();
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(base64).unwrap();
    let public = URL_SAFE_NO_PAD.encode(&der[der.len() - 32..]);
    json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "kid": kid(number), "alg": "EdDSA", "x": public }] }).to_string()
}

fn token(number: u8) -> String {
    let pem = SecretKey::from_seed(&[number; 32]).to_pem().unwrap();
    let key = EncodingKey::from_ed_pem(pem.expose().as_bytes()).unwrap();
    let header = Header { kid: Some(kid(number)), ..Header::new(Algorithm::EdDSA) };
    let claims = json!({
        "iss": "https://id.example", "aud": "guestpass", "sub": "dana@partner.example",
        "exp": NOW_MS / 1000 + 600, "organisation": "initech", "scope": "decide"
    });
    encode(&header, &claims, &key).unwrap()
}

/// A provider that publishes the key of a number.
async fn provider(published: Arc<AtomicU8>) -> OidcSettings {
    let answer = move || {
        let published = Arc::clone(&published);
        async move {
            tokio::time::sleep(ANSWER_TIME).await;
            match published.load(Ordering::Relaxed) {
                NONE => Err(StatusCode::SERVICE_UNAVAILABLE),
                number => Ok(jwks(number)),
            }
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/keys", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/keys", get(answer))).await });
    OidcSettings {
        issuer: "https://id.example".to_owned(),
        audience: "guestpass".to_owned(),
        keys: JwksLocation::Url(url),
        algorithms: vec![Algorithm::EdDSA],
        organisation_claim: "organisation".to_owned(),
        person_claim: "sub".to_owned(),
        scopes_claim: "scope".to_owned(),
    }
}

#[tokio::test]
async fn whoever_goes_away_while_the_provider_is_asked_keeps_no_withdrawn_key_alive() {
    let published = Arc::new(AtomicU8::new(OLD));
    let verifier = OidcVerifier::new(provider(Arc::clone(&published)).await).await.unwrap();
    let is_believed = async |number| verifier.caller(&token(number), NOW_MS).await.is_some();
    assert_eq!((is_believed(OLD).await, is_believed(NEW).await), (true, false));

    published.store(NEW, Ordering::Relaxed);
    // As if the pause between two questions were over.
    *verifier.keys.asked.lock().await = None;
    // As a client that closes its connection: what it waits for is dropped.
    let junk = token(UNKNOWN);
    assert!(verifier.caller(&junk, NOW_MS).now_or_never().is_none(), "the provider has not answered yet");
    // Free again once the provider has answered; nobody may ask it anew before the next pause is over.
    drop(verifier.keys.asked.lock().await);
    assert_eq!((is_believed(OLD).await, is_believed(NEW).await), (false, true));
}

#[tokio::test]
async fn a_provider_that_did_not_answer_is_asked_again_after_the_shortest_pause() {
    let published = Arc::new(AtomicU8::new(OLD));
    let verifier = OidcVerifier::new(provider(Arc::clone(&published)).await).await.unwrap();
    let is_believed = async |number| verifier.caller(&token(number), NOW_MS).await.is_some();
    let after_the_pause = async |was_answered| {
        let asked = verifier
            .keys
            .asked
            .lock()
            .await
            .replace(Asked { at: Instant::now().checked_sub(REFRESH_PAUSE).unwrap(), is_answered: was_answered });
        assert_eq!(asked.map(|asked| asked.is_answered), Some(was_answered));
    };

    // What was answered is enough for longer than that pause.
    published.store(NONE, Ordering::Relaxed);
    after_the_pause(true).await;
    assert!(is_believed(OLD).await);
    assert!(!is_believed(UNKNOWN).await, "asks, and the provider does not answer");
    published.store(NEW, Ordering::Relaxed);
    assert!(is_believed(OLD).await, "it is not asked in each moment");
    after_the_pause(false).await;
    assert_eq!((is_believed(OLD).await, is_believed(NEW).await), (false, true));
}
