//! The sample organisations behind the router, asked without a network.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use guestpass::generations::{GenerationOptions, Generations};
use guestpass::{Policy, Runtime};
use guestpass_server::{
    ApiKey, Authenticator, Clock, NewApiKey, PolicySlot, RequestLimits, Scope, ScopeName, ServerState, demo, router,
};
use guestpass_server_tests::description::{Answered, described};
use guestpass_server_tests::patient_limits;
use guestpass_store::{Directory, StoreLocation, StoreOptions};
use serde_json::{Value, json};
use tower::ServiceExt;

pub(crate) const NOW_MS: i64 = 1_800_000_000_000;
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// People who ask, each with all scopes and for every organisation.
pub(crate) const PEOPLE: [&str; 5] =
    ["sam@initech.example", "moe@initech.example", "bea@acme.example", "dana@partner.example", "sue@support.example"];
pub(crate) const PUBLIC_URL: &str = "https://access.example";

pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) directory: Directory,
    now_ms: Arc<AtomicI64>,
    credentials: Vec<(&'static str, String)>,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }
}

fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| {
        let source = include_str!("../../../../guest/policies/default.toml");
        let component = guestpass_compiler::compile("default.toml", source).expect("it compiles").component;
        Runtime::new(patient_limits()).expect("the limits are sound").load(&component).expect("the policy loads")
    })
}

/// Keys that are good for every server that is given them.
#[derive(Clone)]
pub(crate) struct Credentials {
    kept: Vec<ApiKey>,
    secrets: Vec<(&'static str, String)>,
}

impl Credentials {
    pub(crate) fn made() -> Self {
        let (mut kept, mut secrets) = (Vec::new(), Vec::new());
        for person in PEOPLE {
            let mut made = NewApiKey::generate(person, Scope::All, ScopeName::ALL).expect("there is randomness");
            made.kept.person = Some(person.parse().expect("it is an identifier"));
            secrets.push((person, made.secret.expose().to_owned()));
            kept.push(made.kept);
        }
        Self { kept, secrets }
    }
}

impl World {
    pub(crate) async fn in_memory() -> Self {
        Self::at(&StoreLocation::Memory).await
    }

    pub(crate) async fn at(location: &StoreLocation) -> Self {
        let directory = Directory::open(location, StoreOptions::default()).await.expect("it opens");
        demo::fill(&directory).await.expect("the sample fits");
        Self::of(directory, Credentials::made(), RequestLimits::without_rates())
    }

    /// A server on a directory that is there already.
    pub(crate) fn of(directory: Directory, credentials: Credentials, limits: RequestLimits) -> Self {
        let generations = Generations::new(policy().clone(), NOW_MS, GenerationOptions::default());
        let now_ms = Arc::new(AtomicI64::new(NOW_MS));
        let told_ms = Arc::clone(&now_ms);
        let (slot, clock) = (PolicySlot::Given(generations), Clock::of(move || told_ms.load(Ordering::Relaxed)));
        let state = ServerState::new(directory.clone(), slot, clock, Authenticator::new(credentials.kept))
            .with_limits(limits)
            .with_public_url(PUBLIC_URL.parse().expect("it is public"));
        Self { router: router(Arc::new(state)), directory, now_ms, credentials: credentials.secrets }
    }

    /// Sets the clock of the server, which stands still otherwise.
    pub(crate) fn set_clock(&self, now_ms: i64) {
        self.now_ms.store(now_ms, Ordering::Relaxed);
    }

    pub(crate) fn bearer(&self, person: &str) -> String {
        let (_, secret) = self.credentials.iter().find(|(name, _)| *name == person).expect("they have a credential");
        format!("Bearer {secret}")
    }

    /// Sends it. Of an answer that goes on for ever only the head is read.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let goes_on = parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let bytes = if goes_on { Vec::new() } else { to_bytes(body, BYTES_MAX).await.expect("it ends").to_vec() };
        let content_type = parts.headers.get("content-type").map(|value| value.to_str().expect("it is text"));
        let (content_type, status) = (content_type.unwrap_or_default(), parts.status.as_u16());
        let answered =
            Answered { method: method.as_str(), path: &path, sent: None, status, content_type, body: &bytes };
        described(answered).expect("it is as described");
        Answer { status: parts.status.as_u16(), headers: parts.headers, bytes }
    }

    pub(crate) async fn get(&self, person: &str, path: &str) -> Answer {
        let request = Request::get(path).header("authorization", self.bearer(person)).body(Body::empty());
        self.send(request.expect("it is a request")).await
    }

    /// Makes a change, under a name of the caller's.
    pub(crate) async fn change(&self, person: &str, organisation: &str, key: &str, change: &Value) -> Answer {
        let request = Request::post(format!("/api/v1/organisations/{organisation}/changes"))
            .header("authorization", self.bearer(person))
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .body(Body::from(json!({ "change": change }).to_string()));
        self.send(request.expect("it is a request")).await
    }

    pub(crate) async fn post(&self, person: &str, path: &str, body: &Value) -> Answer {
        let request = Request::post(path)
            .header("authorization", self.bearer(person))
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        self.send(request.expect("it is a request")).await
    }
}
