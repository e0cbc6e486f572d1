//! A server on a port of this machine, and who asks it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use guestpass_server::{
    ApiKey, Authenticator, Clock, NewApiKey, PolicySlot, RequestLimits, Scope, ScopeName, ServerState, router,
};
use guestpass_server_tests::description::{Answered, described};
use guestpass_store::{Directory, StoreOptions};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

pub(crate) const NOW_MS: i64 = 1_800_000_000_000;

/// A server that runs until the test ends.
pub(crate) struct Service {
    pub(crate) base: String,
    pub(crate) client: Client,
    pub(crate) keys: Keys,
    pub(crate) directory: Directory,
}

/// Keys by what they are good for.
pub(crate) struct Keys {
    /// One key for each scope, of every organisation.
    pub(crate) scoped: BTreeMap<ScopeName, String>,
    /// All scopes, of one organisation.
    pub(crate) bound: String,
    /// All scopes, and expired.
    pub(crate) expired: String,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) headers: reqwest::header::HeaderMap,
}

impl Service {
    /// A server without a policy, whose clock stands still.
    pub(crate) async fn start(limits: RequestLimits) -> Self {
        let (kept, keys) = keys();
        Self::with(PolicySlot::Empty, Authenticator::new(kept), keys, limits).await
    }

    pub(crate) async fn with(
        slot: PolicySlot,
        authenticator: Authenticator,
        keys: Keys,
        limits: RequestLimits,
    ) -> Self {
        Self::of(slot, authenticator, keys, |state| state.with_limits(limits), Clock::of(|| NOW_MS)).await
    }

    /// A server that is set up further, with a clock that a test sets.
    pub(crate) async fn of(
        slot: PolicySlot,
        authenticator: Authenticator,
        keys: Keys,
        set_up: impl FnOnce(ServerState) -> ServerState,
        clock: Clock,
    ) -> Self {
        let memory = "sqlite::memory:".parse().expect("it names a store");
        let directory = Directory::open(&memory, StoreOptions::default()).await.expect("it opens");
        let state = set_up(ServerState::new(directory.clone(), slot, clock, authenticator));
        let service = router(Arc::new(state)).into_make_service_with_connect_info::<SocketAddr>();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let base = format!("http://{}", listener.local_addr().expect("it has an address"));
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { base, client: client(), keys, directory }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// Posts a text as JSON, with the key of an operator.
    pub(crate) async fn operate(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.request(Method::POST, path).header("content-type", "application/json").body(body);
        answer(request.bearer_auth(&self.keys.scoped[&ScopeName::Operate])).await
    }

    /// Asks as an operator.
    pub(crate) async fn look(&self, method: Method, path: &str) -> Answer {
        answer(self.request(method, path).bearer_auth(&self.keys.scoped[&ScopeName::Operate])).await
    }
}

pub(crate) fn client() -> Client {
    drop(rustls::crypto::ring::default_provider().install_default());
    Client::builder().no_proxy().build().expect("a client is made")
}

/// Sends it. Every answer has a number, and every error is a problem that says so.
pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    let (client, request) = request.build_split();
    let request = request.expect("it is a request");
    let (method, url) = (request.method().clone(), request.url().clone());
    let sent = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default().to_vec();
    let response = client.execute(request).await.expect("the server answers");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    assert!(headers.contains_key("x-request-id"), "{status}");
    let text = response.text().await.expect("the answer is whole");
    let content_type = headers.get("content-type").map(|value| value.to_str().expect("it is text")).unwrap_or_default();
    let (method, path, body) = (method.as_str(), url.path(), text.as_bytes());
    let answered = Answered { method, path, sent: Some(&sent), status, content_type, body };
    described(answered).expect("it is as described");
    let body: Value = serde_json::from_str(&text).unwrap_or(Value::String(text));
    if status >= 400 {
        assert_eq!(headers["content-type"], "application/problem+json", "{status} {body}");
        assert_eq!((&body["status"], body["code"].is_string()), (&status.into(), true), "{body}");
    }
    Answer { status, body, headers }
}

pub(crate) fn keys() -> (Vec<ApiKey>, Keys) {
    let mut kept = Vec::new();
    let mut make = |organisation: Scope, scopes: &[ScopeName], expires_ms| {
        let mut made = NewApiKey::generate("test", organisation, scopes.iter().copied()).expect("it is made");
        made.kept.expires_ms = expires_ms;
        kept.push(made.kept.clone());
        made.secret.expose().to_owned()
    };
    let scoped = ScopeName::ALL.map(|scope| (scope, make(Scope::All, &[scope], Some(NOW_MS + 1)))).into();
    let initech = Scope::One("initech".parse().expect("it is an identifier"));
    let bound = make(initech, &ScopeName::ALL, None);
    let expired = make(Scope::All, &ScopeName::ALL, Some(NOW_MS));
    (kept, Keys { scoped, bound, expired })
}
