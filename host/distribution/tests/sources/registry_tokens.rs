//! Registries that do what Debian's does not: give out tokens, and keep blobs elsewhere.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, LOCATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use guestpass_distribution::{Credentials, SourceOptions};
use tokio::net::TcpListener;

use crate::check::{fetch_error, fetch_new, impatient, source};

const COMPONENT: &str = "component";

/// How a registry behaves.
#[derive(Clone, Debug, Default)]
struct Manner {
    /// Where its tokens are given out, if it wants one.
    realm: Option<String>,
    /// What the giver of tokens says.
    token: &'static str,
    /// Where blobs are, if they are elsewhere.
    blobs_at: Option<&'static str>,
    /// What was asked, with the credentials that were shown.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Manner {
    fn answer(&self, path: &str, query: &str, headers: &HeaderMap) -> Response {
        let shown = headers.get(AUTHORIZATION).map_or("", |value| value.to_str().unwrap());
        self.asked.lock().unwrap().push(format!("{path}?{query} {shown}"));
        if path == "/token" {
            return self.token.into_response();
        }
        if let Some(realm) = self.realm.as_ref().filter(|_| shown != "Bearer ticket") {
            let challenge = format!("Bearer realm=\"{realm}\",service=\"a registry\"");
            return (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, challenge)]).into_response();
        }
        match (path.contains("/blobs/"), self.blobs_at) {
            (true, Some(elsewhere)) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, elsewhere)]).into_response(),
            (true, None) => COMPONENT.into_response(),
            (false, _) => manifest().into_response(),
        }
    }
}

fn manifest() -> String {
    let digest = guestpass::digest_of(COMPONENT.as_bytes());
    format!(
        r#"{{"schemaVersion": 2, "config": {{"mediaType": "application/vnd.wasm.config.v0+json", "digest": "{digest}",
        "size": 9}}, "layers": [{{"mediaType": "application/wasm", "digest": "{digest}", "size": 9,
        "urls": ["http://127.0.0.1:1/elsewhere"]}}]}}"#
    )
}

/// Starts a registry and says where.
async fn serve(mut manner: Manner) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    manner.realm = manner.realm.map(|realm| realm.replace("HERE", &address));
    let handler = |State(manner): State<Manner>, request: Request| async move {
        manner.answer(request.uri().path(), request.uri().query().unwrap_or_default(), request.headers())
    };
    let router = Router::new().fallback(handler).with_state(manner);
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("oci://{address}/policies/flexera-one:7")
}

fn with_token(realm: &str, token: &'static str) -> Manner {
    Manner { realm: Some(realm.to_owned()), token, ..Manner::default() }
}

#[tokio::test]
async fn a_token_is_got_once_and_shown() {
    for (token, credentials, shown) in [
        (r#"{"token": "ticket"}"#, Credentials::Anonymous, ""),
        (
            r#"{"access_token": "ticket"}"#,
            Credentials::Basic { username: "dana".to_owned(), password: "secret".to_owned() },
            "Basic ZGFuYTpzZWNyZXQ=",
        ),
    ] {
        let manner = with_token("http://HERE/token", token);
        let location = serve(manner.clone()).await;
        let source = source(&location, SourceOptions { credentials, ..impatient() }).await;
        assert_eq!(fetch_new(&source, None).await.0[0].component, COMPONENT.as_bytes());
        let asked = manner.asked.lock().unwrap().clone();
        let digest = guestpass::digest_of(COMPONENT.as_bytes());
        let expected = [
            "/v2/policies/flexera-one/manifests/7? ".to_owned(),
            format!("/token?service=a+registry&scope=repository%3Apolicies%2Fflexera-one%3Apull {shown}"),
            "/v2/policies/flexera-one/manifests/7? Bearer ticket".to_owned(),
            format!("/v2/policies/flexera-one/blobs/{digest}? Bearer ticket"),
        ];
        assert_eq!(asked, expected);
    }
}

#[tokio::test]
async fn tokens_that_are_none_and_places_without_tls_are_refused() {
    for (realm, token, code) in [
        ("http://HERE/token", "{}", "source::unauthorized"),
        ("http://HERE/token", "no token", "source::unauthorized"),
        ("http://HERE/token", r#"{"token": "wrong"}"#, "source::unauthorized"),
        ("ftp://HERE/token", "", "source::untrusted"),
        ("token", "", "source::untrusted"),
        // Not even for a registry on this machine: the password would go in the open.
        ("http://auth.example/token", "", "source::untrusted"),
    ] {
        let source = source(&serve(with_token(realm, token)).await, impatient()).await;
        let (found, message) = fetch_error(&source).await;
        assert_eq!(found, code, "{realm} {token}: {message}");
    }
}

/// Row 49: a registry cannot send anybody into a network that only they see.
#[tokio::test]
async fn blobs_elsewhere_are_fetched_from_named_hosts_by_tls_only() {
    for elsewhere in [
        "http://127.0.0.1:1/blob",
        "https://127.0.0.1:1/blob",
        "https://[::1]:1/blob",
        "https://localhost:1/blob",
        "http://blobs.example/blob",
        "file:///etc/passwd",
    ] {
        let manner = Manner { blobs_at: Some(elsewhere), ..Manner::default() };
        let source = source(&serve(manner).await, impatient()).await;
        let (code, message) = fetch_error(&source).await;
        assert_eq!(code, "source::redirected", "{elsewhere}: {message}");
    }
}
