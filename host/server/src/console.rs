//! The console: static files, and what the demonstration tells its page.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::uri::{PathAndQuery, Uri};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use schemars::JsonSchema;
use serde::Serialize;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::demo::{self, DescribedSample};
use crate::endpoint::{Access, Endpoint};
use crate::identity::ApiKeySecret;
use crate::problem::Problem;
use crate::serving::ServeError;
use crate::settings::SignInSettings;
use crate::state::ServerState;

/// Where the console stands.
const PLACE: &str = "/console";

/// What a page of the console may do: load its own files, run WebAssembly, and ask this server; and the provider, where
/// people sign in at one.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self'; font-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     connect-src 'self'";

/// Headers of each file besides its content security policy.
const HEADERS: [(HeaderName, &str); 3] = [
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// The page itself.
const PAGE: &str = "index.html";

/// Files whose names hold a digest of their content never change.
const UNCHANGING: &str = "/assets/";

/// What the page of the demonstration is told.
#[derive(Clone, Serialize, JsonSchema)]
pub(crate) struct Demonstration {
    /// The key, which acts for whomever the header `Guestpass-Person` names.
    key: String,
    #[serde(flatten)]
    sample: DescribedSample,
}

impl fmt::Debug for Demonstration {
    /// Without the key.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Demonstration").field("sample", &self.sample).finish_non_exhaustive()
    }
}

/// Where people sign in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct SignIn {
    /// The provider; the page finds everything else under this address.
    issuer: String,
    /// What the provider calls the console.
    client_id: String,
    /// What is asked for, words with spaces between them.
    scope: String,
}

/// The files of the console, and what its page is told.
#[derive(Debug, Default)]
pub(crate) struct Console {
    folder: Option<PathBuf>,
    content_security_policy: Option<HeaderValue>,
    /// Where people sign in, if at a provider.
    sign_in: Option<SignIn>,
    /// The key and the sample people, for the page of the demonstration only.
    demonstration: Option<Demonstration>,
}

impl Console {
    pub(crate) fn new(
        folder: Option<PathBuf>,
        sign_in: Option<SignInSettings>,
        demo_key: Option<&ApiKeySecret>,
    ) -> Result<Self, ServeError> {
        let demonstration = match demo_key {
            Some(key) => Some(Demonstration { key: key.expose().to_owned(), sample: demo::described()? }),
            None => None,
        };
        if let Some(folder) = &folder
            && !folder.join(PAGE).is_file()
        {
            let reason = format!("the folder of the console has no `{PAGE}`; `cargo xtask console` builds it");
            return Err(ServeError::File { path: folder.display().to_string(), reason });
        }
        let provider = sign_in.as_ref().map(|sign_in| format!(" {}", sign_in.origin)).unwrap_or_default();
        // An origin is ASCII without spaces, so that this is a header.
        let content_security_policy = HeaderValue::from_str(&format!("{CONTENT_SECURITY_POLICY}{provider}")).ok();
        let sign_in =
            sign_in.map(|SignInSettings { issuer, client_id, scope, .. }| SignIn { issuer, client_id, scope });
        Ok(Self { folder, content_security_policy, sign_in, demonstration })
    }

    pub(crate) fn is_there(&self) -> bool {
        self.folder.is_some()
    }
}

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get(PLACE, Access::Public, || async { Redirect::permanent("/console/") }).redirecting(),
        Endpoint::get("/console/", Access::Public, file).answering_bytes("text/html"),
        Endpoint::get("/console/{*file}", Access::Public, file).answering_bytes("*/*"),
        Endpoint::get("/console/demo.json", Access::Public, demonstration).answering::<Demonstration>(),
        Endpoint::get("/console/sign-in.json", Access::Public, sign_in).answering::<SignIn>(),
    ]
}

/// One of the files.
async fn file(State(state): State<Arc<ServerState>>, mut request: Request) -> Result<Response, Problem> {
    let folder = state.console.folder.as_ref().ok_or_else(Problem::not_found)?;
    let path = request.uri().path().strip_prefix(PLACE).unwrap_or_default().to_owned();
    *request.uri_mut() = match path.parse::<PathAndQuery>() {
        Ok(path) => Uri::from(path),
        Err(_) => return Err(Problem::not_found()),
    };
    let Ok(found) = ServeDir::new(folder).oneshot(request).await;
    if found.status().is_client_error() || found.status().is_server_error() {
        return Err(Problem::not_found());
    }
    let mut response = found.map(Body::new);
    let headers = response.headers_mut();
    let policy = state.console.content_security_policy.clone().ok_or_else(Problem::not_found)?;
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let caching = if path.starts_with(UNCHANGING) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    Ok(response)
}

/// Where people sign in. Not there when they need a key or a token.
async fn sign_in(State(state): State<Arc<ServerState>>) -> Result<Json<SignIn>, Problem> {
    state.console.sign_in.clone().map(Json).ok_or_else(Problem::not_found)
}

/// The key of the demonstration and whom one may be with it.
async fn demonstration(State(state): State<Arc<ServerState>>, headers: HeaderMap) -> Result<Response, Problem> {
    // A page elsewhere that lets its own name point at this machine would be told the key.
    let told = state.console.demonstration.as_ref().filter(|_| is_called_loopback(&headers));
    Ok(Json(told.ok_or_else(Problem::not_found)?.clone()).into_response())
}

fn is_called_loopback(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::is_called_loopback;

    #[test]
    fn only_this_machine_is_told_the_key() {
        for (host, expected) in [
            ("127.0.0.1:8080", true),
            ("localhost:8080", true),
            ("localhost", true),
            ("[::1]:8080", true),
            ("rebound.example:8080", false),
            ("127.0.0.1.rebound.example", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            assert_eq!(is_called_loopback(&headers), expected, "{host}");
        }
        assert!(!is_called_loopback(&HeaderMap::new()));
    }
}
