//! Tokens of a provider: which are believed (reliability row 44).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use guestpass_manifest::SecretKey;
use guestpass_server::{Authenticator, JwksLocation, OidcSettings, PolicySlot, RequestLimits};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::Method;
use serde_json::{Value, json};

use crate::service::{NOW_MS, Service, answer, keys};

const NOW_S: i64 = NOW_MS / 1000;

/// The provider's key, and another one.
fn key(seed: u8) -> EncodingKey {
    let pem = SecretKey::from_seed(&[seed; 32]).to_pem().expect("it has a text");
    EncodingKey::from_ed_pem(pem.expose().as_bytes()).expect("it is a key")
}

fn jwks() -> String {
    let pem = SecretKey::from_seed(&[1; 32]).public().to_pem().expect("it has a text");
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(base64).expect("it is base64");
    let public = URL_SAFE_NO_PAD.encode(&der[der.len() - 32..]);
    json!({ "keys": [
        { "kty": "OKP", "crv": "Ed25519", "kid": "good", "alg": "EdDSA", "use": "sig", "x": public },
        { "kty": "OKP", "crv": "Ed25519", "kid": "encryption", "use": "enc", "x": public },
        { "kty": "oct", "kid": "shared", "k": URL_SAFE_NO_PAD.encode("shared") },
    ]})
    .to_string()
}

async fn service(folder: &tempfile::TempDir) -> Service {
    service_where(folder, "sub").await
}

/// The same where people are named by this claim.
async fn service_where(folder: &tempfile::TempDir, person_claim: &str) -> Service {
    let path = folder.path().join("jwks.json");
    std::fs::write(&path, jwks()).expect("it is written");
    let settings = OidcSettings {
        issuer: "https://id.example".to_owned(),
        audience: "guestpass".to_owned(),
        keys: JwksLocation::File(path),
        algorithms: vec![Algorithm::EdDSA],
        organisation_claim: "organisation".to_owned(),
        person_claim: person_claim.to_owned(),
        scopes_claim: "scope".to_owned(),
    };
    let (kept, keys) = keys();
    let authenticator = Authenticator::new(kept).with_provider(settings).await.expect("the keys are read");
    Service::with(PolicySlot::Empty, authenticator, keys, RequestLimits::default()).await
}

fn claims() -> Value {
    json!({
        "iss": "https://id.example", "aud": "guestpass", "sub": "dana@partner.example",
        "exp": NOW_S + 600, "organisation": "initech", "scope": "openid decide"
    })
}

fn signed(header: &Header, claims: &Value, seed: u8) -> String {
    encode(header, claims, &key(seed)).expect("it is signed")
}

fn header() -> Header {
    Header { kid: Some("good".to_owned()), ..Header::new(Algorithm::EdDSA) }
}

#[tokio::test]
async fn a_token_counts_only_if_everything_about_it_is_right() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let service = service(&folder).await;
    // A path that is not there: 404 says that the caller is known.
    let ask = async |token: &str| answer(service.request(Method::GET, "/nothing").bearer_auth(token)).await.status;
    for (what, change, expected) in [
        ("good", json!({}), 404),
        ("several audiences", json!({ "aud": ["other", "guestpass"] }), 404),
        ("another audience", json!({ "aud": "other" }), 401),
        ("no audience", json!({ "aud": null }), 401),
        ("an empty audience", json!({ "aud": [] }), 401),
        ("another issuer", json!({ "iss": "https://id.example.evil" }), 401),
        ("no issuer", json!({ "iss": null }), 401),
        ("no subject", json!({ "sub": null }), 401),
        ("no end", json!({ "exp": null }), 401),
        ("an end that is text", json!({ "exp": "never" }), 401),
        ("expired", json!({ "exp": NOW_S - 61 }), 401),
        ("expired within the leeway", json!({ "exp": NOW_S - 59 }), 404),
        ("not yet", json!({ "nbf": NOW_S + 61 }), 401),
        ("made in the future", json!({ "iat": NOW_S + 3600 }), 401),
        ("no organisation", json!({ "organisation": null }), 401),
        ("every organisation", json!({ "organisation": "*" }), 401),
        ("an organisation that cannot be", json!({ "organisation": " initech" }), 401),
    ] {
        let mut claims = claims();
        for (name, value) in change.as_object().expect("it is an object") {
            match value {
                Value::Null => claims.as_object_mut().expect("it is an object").remove(name),
                value => claims.as_object_mut().expect("it is an object").insert(name.clone(), value.clone()),
            };
        }
        assert_eq!(ask(&signed(&header(), &claims, 1)).await, expected, "{what}");
    }
}

/// As a program it could say of anybody that they arrive, and so let them in (P17).
#[tokio::test]
async fn a_token_that_names_no_person_counts_for_nothing_and_not_as_a_program() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let service = service_where(&folder, "email").await;
    let arrival = json!({ "change": { "add-person": { "email": "anyone@x", "arrival": "sso", "roles": [] } } });
    for (what, email, looking, changing) in [
        // There is no policy that could decide about the change.
        ("a person", json!("dana@partner.example"), 404, 503),
        ("nobody", Value::Null, 401, 401),
        ("an empty name", json!(""), 401, 401),
        ("a name that cannot be", json!(" dana"), 401, 401),
        ("a name that is too long", json!("d".repeat(257)), 401, 401),
        ("a list", json!(["dana@partner.example"]), 401, 401),
        ("a number", json!(17), 401, 401),
    ] {
        let mut claims = claims();
        claims["scope"] = json!("administer");
        if !email.is_null() {
            claims["email"] = email;
        }
        let token = signed(&header(), &claims, 1);
        let look = service.request(Method::GET, "/nothing").bearer_auth(&token);
        let change = service.request(Method::POST, "/api/v1/organisations/initech/changes").bearer_auth(&token);
        let change = change.header("idempotency-key", "arrival").json(&arrival);
        assert_eq!((answer(look).await.status, answer(change).await.status), (looking, changing), "{what}");
    }
}

#[tokio::test]
async fn a_token_counts_only_if_the_provider_has_signed_it() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let service = service(&folder).await;
    let ask = async |token: &str| answer(service.request(Method::GET, "/nothing").bearer_auth(token)).await.status;
    let good = signed(&header(), &claims(), 1);
    assert_eq!(ask(&good).await, 404);
    assert_eq!(ask(&signed(&header(), &claims(), 2)).await, 401, "another key");
    for kid in [Some("encryption"), Some("shared"), Some("unknown"), None] {
        let header = Header { kid: kid.map(str::to_owned), ..header() };
        let expected = if kid.is_none() { 404 } else { 401 };
        assert_eq!(ask(&signed(&header, &claims(), 1)).await, expected, "{kid:?}: only one key can sign");
    }
    let critical = Header { crit: Some(vec!["b64".to_owned()]), ..header() };
    assert_eq!(ask(&signed(&critical, &claims(), 1)).await, 401, "critical to the sender");
    let body = URL_SAFE_NO_PAD.encode(claims().to_string());
    for forged in [r#"{"alg":"none"}"#, r#"{"alg":"HS256","kid":"shared"}"#, r#"{"alg":"EdDSA","kid":"good"}"#] {
        let token = format!("{}.{body}.", URL_SAFE_NO_PAD.encode(forged));
        assert_eq!(ask(&token).await, 401, "{forged}");
    }
    let shared = EncodingKey::from_secret(b"shared");
    let shared_header = Header { kid: Some("shared".to_owned()), ..Header::new(Algorithm::HS256) };
    assert_eq!(ask(&encode(&shared_header, &claims(), &shared).expect("it is signed")).await, 401);
}

#[tokio::test]
async fn the_scopes_of_a_token_are_those_that_it_lists() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let service = service(&folder).await;
    for (scope, expected) in [
        (json!("openid decide"), 200),
        (json!(["decide"]), 200),
        (json!("Decide decided"), 403),
        (json!("operate"), 403),
        (json!({ "decide": true }), 403),
        (Value::Null, 403),
    ] {
        let mut claims = claims();
        claims["scope"] = scope.clone();
        let request = service.request(Method::GET, "/operations/v1/policy/events");
        let response = request.bearer_auth(signed(&header(), &claims, 1)).send().await.expect("it answers");
        assert_eq!(response.status().as_u16(), expected, "{scope}");
    }
    let mut claims = claims();
    claims["scope"] = json!("operate");
    let request = service.request(Method::GET, "/metrics").bearer_auth(signed(&header(), &claims, 1));
    assert_eq!(answer(request).await.status, 403, "no token reaches every organisation");
}
