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
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::identity::Caller;
use crate::places::{Share, Shares};
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

/// How long after an activation a page hears of it, at most.
const LOOK_PAUSE: Duration = Duration::from_millis(200);
/// Streams at once.
const STREAMS_MAX: usize = 256;
/// Streams that one caller may have of them: half, as of other places. Pages of many people may listen by one key, and
/// there is always room for others.
const STREAMS_EACH: usize = STREAMS_MAX / 2;

/// Who listens.
#[derive(Debug)]
pub(super) struct Streams {
    all: Arc<Semaphore>,
    shares: Shares,
}

/// The place of one stream, for as long as somebody listens.
struct Place {
    _place: OwnedSemaphorePermit,
    _share: Share,
}

impl Default for Streams {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(STREAMS_MAX)), shares: Shares::of(STREAMS_EACH) }
    }
}

impl Streams {
    /// A place for one more stream of a caller, so that one caller does not take those of others (reliability row 54).
    fn take(&self, caller: &str) -> Result<Place, Problem> {
        let own = || Problem::new(ProblemCode::TooManyRequests, "too many of your pages listen already");
        let share = self.shares.take(caller).ok_or_else(|| own().retry_after(10))?;
        let full = |_| Problem::new(ProblemCode::Overloaded, "too many pages listen already").retry_after(10);
        let place = Arc::clone(&self.all).try_acquire_owned().map_err(full)?;
        Ok(Place { _place: place, _share: share })
    }
}

/// Where a stream is.
struct Listening {
    state: Arc<ServerState>,
    told: Option<Option<(u64, String)>>,
    ending: watch::Receiver<bool>,
    _place: Place,
}

/// Tells the active policy at once, and again each time that another one is active.
pub(super) async fn active(State(state): State<Arc<ServerState>>, caller: Caller) -> Result<Response, Problem> {
    let place = state.operations.streams.take(&caller.id)?;
    let ending = state.operations.ending.subscribe();
    let listening = Listening { state, told: None, ending, _place: place };
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

#[cfg(test)]
mod tests {
    use super::{STREAMS_EACH, STREAMS_MAX};

    #[test]
    fn the_description_says_how_many_streams_there_may_be() {
        let description = crate::openapi();
        let summary = &description["paths"]["/operations/v1/policy/events"]["get"]["summary"];
        let limits = format!("{STREAMS_EACH} streams at once for one caller, {STREAMS_MAX} for all");
        assert!(summary.as_str().is_some_and(|summary| summary.contains(&limits)), "{summary}: {limits}");
    }
}
