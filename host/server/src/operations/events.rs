//! The digest of the active policy as a stream, for pages that run the same policy.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, watch};

use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

/// How long after an activation a page hears of it, at most.
const LOOK_PAUSE: Duration = Duration::from_millis(200);

/// Where a stream is.
struct Listening {
    state: Arc<ServerState>,
    told: Option<Option<(u64, String)>>,
    ending: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
}

/// Tells the active policy at once, and again each time that another one is active.
pub(super) async fn active(State(state): State<Arc<ServerState>>) -> Result<Response, Problem> {
    let place = Arc::clone(&state.operations.streams).try_acquire_owned();
    let full = |_| Problem::new(ProblemCode::Overloaded, "too many pages listen already").retry_after(10);
    let ending = state.operations.ending.subscribe();
    let listening = Listening { state, told: None, ending, _place: place.map_err(full)? };
    let events = stream::unfold(listening, next);
    let mut response = Sse::new(events).keep_alive(KeepAlive::default()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // A proxy that gathers the answer would tell nothing.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

async fn next(mut listening: Listening) -> Option<(Result<Event, Infallible>, Listening)> {
    loop {
        if *listening.ending.borrow() {
            return None;
        }
        let pinned = listening.state.generations.pin();
        let active = pinned.map(|generation| (generation.number(), generation.digest().to_owned()));
        if listening.told.as_ref() != Some(&active) {
            let (generation, digest) = active.clone().unzip();
            let data = json!({ "generation": generation, "digest": digest }).to_string();
            listening.told = Some(active);
            return Some((Ok(Event::default().event("active").data(data)), listening));
        }
        let ending = listening.ending.changed();
        drop(tokio::time::timeout(LOOK_PAUSE, ending).await);
    }
}
