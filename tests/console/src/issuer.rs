//! An OpenID provider at which one person signs in, without being asked anything.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, body::Body};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::runtime::{self, Runtime};
use url::{Url, form_urlencoded};

/// What the provider calls the console.
pub const CLIENT_ID: &str = "guestpass-console";
/// What tokens are made out to.
pub const AUDIENCE: &str = "guestpass";
const KEY_ID: &str = "of-this-run";
const GOOD_FOR_S: u64 = 600;

/// What is wrong with a provider, or with whoever stands between it and the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The person is not let in.
    Refuses,
    /// The answer is to somebody else's question.
    OtherState,
    /// The answer says that it comes from another provider.
    OtherIssuer,
    /// The token is to somebody else's question.
    OtherNonce,
    /// The token is for another page.
    OtherClient,
}

type Parameters = BTreeMap<String, String>;

/// A provider that answers until it is dropped.
pub struct Issuer {
    // It ends what answers when it goes.
    _runtime: Runtime,
    shared: Arc<Shared>,
}

struct Shared {
    base: String,
    key: KeyPair,
    /// Claims of the person's access token.
    person: Value,
    /// Where it sends people back to, and nowhere else.
    returns_to: Mutex<Option<String>>,
    fault: Mutex<Option<Fault>>,
    /// The questions that were answered with a code, each good for one token.
    codes: Mutex<BTreeMap<String, Parameters>>,
}

impl Issuer {
    /// Starts it on a free port, for the person with these claims: `sub`, `organisation` and the like.
    ///
    /// # Errors
    /// No port is free.
    pub fn start(person: Value) -> Result<Self> {
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))))?;
        let base = format!("http://{}", listener.local_addr()?);
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let (returns_to, fault, codes) = (Mutex::default(), Mutex::default(), Mutex::default());
        let shared = Arc::new(Shared { base, key, person, returns_to, fault, codes });
        let service = Router::new()
            .route("/.well-known/openid-configuration", get(description))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(Arc::clone(&shared));
        runtime.spawn(async move { axum::serve(listener, service).await });
        Ok(Self { _runtime: runtime, shared })
    }

    /// What its tokens call it.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.shared.base
    }

    /// Sends people back to this address from now on.
    pub fn returns_to(&self, address: &str) {
        *lock(&self.shared.returns_to) = Some(address.to_owned());
    }

    /// Does something wrong from now on, or nothing.
    pub fn does_wrong(&self, fault: Option<Fault>) {
        *lock(&self.shared.fault) = fault;
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn description(State(shared): State<Arc<Shared>>) -> Response {
    let at = |path: &str| format!("{}{path}", shared.base);
    told(&json!({
        "issuer": shared.base,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn keys(State(shared): State<Arc<Shared>>) -> Response {
    // An uncompressed point: a byte that says so, and two coordinates.
    let (x, y) = shared.key.public_key_raw().get(1..).and_then(|point| point.split_at_checked(32)).unwrap_or_default();
    let part = |bytes| URL_SAFE_NO_PAD.encode(bytes);
    let key = json!({
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": KEY_ID, "x": part(x), "y": part(y)
    });
    told(&json!({ "keys": [key] }))
}

/// The person comes with a question of the page, and is sent back with a code.
async fn authorize(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    let asked = parameters(query.unwrap_or_default().as_bytes());
    let is = |name: &str, expected: &str| asked.get(name).is_some_and(|value| value == expected);
    let returns_to = lock(&shared.returns_to).clone().unwrap_or_default();
    let fits = is("client_id", CLIENT_ID)
        && is("redirect_uri", &returns_to)
        && is("response_type", "code")
        && is("code_challenge_method", "S256");
    let Some(mut address) = Url::parse(&returns_to).ok().filter(|_| fits) else {
        return (StatusCode::BAD_REQUEST, "this is no question of the console").into_response();
    };
    let fault = *lock(&shared.fault);
    let other = |wrong: Fault, value: &str| if fault == Some(wrong) { "another" } else { value }.to_owned();
    let state = other(Fault::OtherState, asked.get("state").map(String::as_str).unwrap_or_default());
    let issuer = other(Fault::OtherIssuer, &shared.base);
    address.query_pairs_mut().append_pair("state", &state).append_pair("iss", &issuer);
    if fault == Some(Fault::Refuses) {
        let why = [("error", "access_denied"), ("error_description", "this person is on leave")];
        address.query_pairs_mut().extend_pairs(why);
    } else {
        let mut codes = lock(&shared.codes);
        let code = format!("code-{}", codes.len());
        address.query_pairs_mut().append_pair("code", &code);
        codes.insert(code, asked);
    }
    (StatusCode::FOUND, [(header::LOCATION, address.to_string())]).into_response()
}

/// The page comes with the code, and with what only the page knows whose question it was.
async fn token(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    match made(&shared, &parameters(&body)) {
        Ok(tokens) => told(&tokens),
        Err(error) => {
            let refusal = json!({ "error": "invalid_grant", "error_description": format!("{error:#}") });
            (StatusCode::BAD_REQUEST, told(&refusal)).into_response()
        }
    }
}

fn made(shared: &Shared, given: &Parameters) -> Result<Value> {
    let code = given.get("code").context("a code is missing")?;
    let asked = lock(&shared.codes).get_mut(code).map(std::mem::take).context("the code is not known")?;
    let verifier = given.get("code_verifier").context("a verifier is missing")?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let asked_for = |name: &str| asked.get(name).with_context(|| format!("`{name}` is missing"));
    anyhow::ensure!(*asked_for("code_challenge")? == challenge, "the verifier is that of another question");
    anyhow::ensure!(given.get("redirect_uri") == asked.get("redirect_uri"), "it was asked from elsewhere");
    anyhow::ensure!(given.get("client_id").is_some_and(|id| id == CLIENT_ID), "another client asked");
    let fault = *lock(&shared.fault);
    let nonce = if fault == Some(Fault::OtherNonce) { "another" } else { asked_for("nonce")? };
    let client = if fault == Some(Fault::OtherClient) { "another" } else { CLIENT_ID };
    let id = signed(shared, &json!({ "aud": client, "nonce": nonce }))?;
    let access = signed(shared, &json!({ "aud": AUDIENCE, "scope": asked_for("scope")? }))?;
    Ok(json!({ "token_type": "Bearer", "expires_in": GOOD_FOR_S, "access_token": access, "id_token": id }))
}

/// A token of the person with these claims too.
fn signed(shared: &Shared, further: &Value) -> Result<String> {
    let now_s = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let always = json!({ "iss": shared.base, "iat": now_s, "exp": now_s.saturating_add(GOOD_FOR_S) });
    let parts = [&always, &shared.person, further].map(|part| part.as_object().cloned().unwrap_or_default());
    let claims: serde_json::Map<_, _> = parts.into_iter().flatten().collect();
    let header = Header { kid: Some(KEY_ID.to_owned()), ..Header::new(Algorithm::ES256) };
    Ok(encode(&header, &claims, &EncodingKey::from_ec_der(shared.key.serialized_der()))?)
}

fn parameters(text: &[u8]) -> Parameters {
    form_urlencoded::parse(text).into_owned().collect()
}

/// JSON that pages of elsewhere may read.
fn told(value: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    (headers, Body::from(value.to_string())).into_response()
}
