//! The router: all endpoints behind the same gates.
//!
//! From outside in: a number for the request, what is observed of it, the time that it may take, a place among those
//! that are worked on, who calls, how often and how many at once, and last whether the credential reaches the endpoint.
//! A path that is not known is answered only to callers who are. Probes need no place: a server that is busy lives.

use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;

use crate::endpoint::{Access, Endpoint};
use crate::identity::Caller;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;
use crate::{administration, authzen, console, observation, openapi, operations, policies, telemetry};

/// For whom the key of the demonstration acts.
const DEMO_PERSON: &str = "guestpass-person";

/// Everything that can be asked of the server.
#[must_use]
pub fn endpoints() -> Vec<Endpoint> {
    let parts: [Vec<Endpoint>; 7] = [
        observation::endpoints(),
        operations::endpoints(),
        policies::endpoints(),
        console::endpoints(),
        authzen::endpoints(),
        administration::endpoints(),
        openapi::endpoints(),
    ];
    parts.into_iter().flatten().collect()
}

/// The server as a service of axum.
pub fn router(state: Arc<ServerState>) -> Router {
    let (mut probes, mut open, mut guarded) = (Router::new(), Router::new(), Router::new());
    for endpoint in endpoints() {
        let router = match (endpoint.access(), endpoint.is_probe()) {
            (Access::Public, true) => &mut probes,
            (Access::Public, false) => &mut open,
            (Access::Scope(_), _) => &mut guarded,
        };
        *router = std::mem::take(router).route(endpoint.path(), endpoint.into_route());
    }
    let guarded = guarded
        .fallback(|| async { Problem::not_found() })
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(Arc::clone(&state), known));
    let working = open
        .method_not_allowed_fallback(method_not_allowed)
        .merge(guarded)
        .layer(from_fn_with_state(Arc::clone(&state), placed));
    probes
        .method_not_allowed_fallback(method_not_allowed)
        .merge(working)
        .layer(from_fn_with_state(Arc::clone(&state), bounded))
        .layer(from_fn_with_state(Arc::clone(&state), observation::observed))
        .with_state(state)
}

async fn method_not_allowed() -> Problem {
    Problem::new(ProblemCode::MethodNotAllowed, "see `/openapi.json` for what can be asked")
}

/// Lets in callers who are known, and only so often and so many at once.
async fn known(State(state): State<Arc<ServerState>>, mut request: Request, next: Next) -> Result<Response, Problem> {
    let caller = match state.authenticator.authenticate(request.headers(), state.clock.credentials_ms()).await {
        Ok(caller) => caller,
        Err(problem) => {
            state.rates.count_failure(&address(&request, state.behind_proxy))?;
            return Err(problem);
        }
    };
    telemetry::note_caller(caller.kind());
    state.rates.count(&caller.id)?;
    let _share = state.places.share_of(&caller.id)?;
    let caller = if state.is_demo { as_somebody(caller, request.headers())? } else { caller };
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// In the demonstration, and nowhere else, whoever has its key may act for anybody.
fn as_somebody(caller: Caller, headers: &HeaderMap) -> Result<Caller, Problem> {
    let Some(person) = headers.get(DEMO_PERSON) else { return Ok(caller) };
    let unfit = || Problem::new(ProblemCode::Malformed, format!("`{DEMO_PERSON}` names nobody"));
    let person = person.to_str().map_err(|_| unfit())?.parse().map_err(|_| unfit())?;
    Ok(Caller { person: Some(person), ..caller })
}

/// Where the request comes from. Of what a proxy says, the last address is the one that it has seen itself.
fn address(request: &Request, behind_proxy: bool) -> String {
    let forwarded = request.headers().get_all("x-forwarded-for").iter().next_back();
    let forwarded = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = forwarded.filter(|_| behind_proxy).or(peer);
    address.map(|address| address.to_string()).unwrap_or_default()
}

/// Gives the request a place.
async fn placed(State(state): State<Arc<ServerState>>, request: Request, next: Next) -> Result<Response, Problem> {
    let _place = state.places.take()?;
    Ok(next.run(request).await)
}

/// Gives the request a time. What panics is a fault of this server and nobody else's.
async fn bounded(State(state): State<Arc<ServerState>>, request: Request, next: Next) -> Response {
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(state.limits.time_max(), answer).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!("a handler panicked");
            Problem::new(ProblemCode::Internal, "nothing was allowed; please report it").into_response()
        }
        Err(_) => {
            let detail = "it was given up, and may have been done nevertheless; read before you repeat it";
            Problem::new(ProblemCode::TimedOut, detail).retry_after(1).into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use guestpass_store::{Directory, StoreOptions};
    use tower::ServiceExt;

    use super::{bounded, placed};
    use crate::{Authenticator, Clock, PolicySlot, RequestLimits, ServerState};

    /// Handlers that go wrong, behind the gate.
    async fn gate(limits: RequestLimits) -> Router {
        let directory = Directory::open(&"sqlite::memory:".parse().unwrap(), StoreOptions::default()).await.unwrap();
        let state = ServerState::new(directory, PolicySlot::Empty, Clock::system(), Authenticator::default());
        let state = Arc::new(state.with_limits(limits));
        Router::new()
            .route("/good", get(async || "good"))
            .route("/panics", get(async || assert!(std::env::args().count() == usize::MAX, "on purpose")))
            .route("/slow", get(async || tokio::time::sleep(Duration::from_secs(600)).await))
            .layer(from_fn_with_state(Arc::clone(&state), placed))
            .layer(from_fn_with_state(state, bounded))
    }

    async fn status(gate: &Router, path: &str) -> u16 {
        let request = Request::get(path).body(Body::empty()).unwrap();
        gate.clone().oneshot(request).await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn what_panics_or_takes_too_long_is_answered_and_the_next_request_is_served() {
        let gate = gate(RequestLimits { time_ms_max: 50, at_once_max: 1, ..RequestLimits::default() }).await;
        for (path, expected) in [("/good", 200), ("/panics", 500), ("/slow", 503), ("/good", 200)] {
            assert_eq!(status(&gate, path).await, expected, "{path}");
        }
    }

    #[tokio::test]
    async fn more_requests_at_once_than_there_are_places_are_turned_away() {
        let gate = gate(RequestLimits { time_ms_max: 200, at_once_max: 2, ..RequestLimits::default() }).await;
        let slow = || status(&gate, "/slow");
        // In this order: the slow ones have their places before the third one asks.
        let asked = tokio::join!(biased; slow(), slow(), status(&gate, "/good"));
        assert_eq!(asked, (503, 503, 503));
        assert_eq!(status(&gate, "/good").await, 200, "there is room again");
    }
}
