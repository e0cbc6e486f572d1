//! What can be seen of the server from outside: a number for each request, figures, logs, health and readiness.
//!
//! No label and no log line names an organisation's data (reliability rows 42 and 53): routes are written with their
//! variable parts in braces, and bodies are never logged.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use guestpass_distribution::Standing;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use serde_json::json;
use tracing_subscriber::EnvFilter;

use crate::endpoint::{Access, Endpoint};
use crate::identity::{Caller, ScopeName};
use crate::operations;
use crate::problem::{Problem, ProblemCode};
use crate::settings::LogSettings;
use crate::state::ServerState;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Every answer of the demonstration has it.
const DEMO: HeaderName = HeaderName::from_static("x-guestpass-demo");
/// What a trace of several services is called (W3C Trace Context).
const TRACE: HeaderName = HeaderName::from_static("traceparent");
const REQUEST_ID_BYTES_MAX: usize = 128;

/// Seconds, from a tenth of a millisecond to ten seconds.
const BUCKETS_S: [f64; 12] = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 10.0];

static FIGURES: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// The number of a request, in the extensions of each request and the header `X-Request-Id` of each answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/health", Access::Public, health),
        Endpoint::get("/ready", Access::Public, ready),
        Endpoint::get("/metrics", Access::Scope(ScopeName::Operate), figures),
    ]
}

/// The process lives.
async fn health() -> Response {
    axum::Json(json!({ "status": "alive" })).into_response()
}

/// Requests can be decided: there is a policy, and the directory answers.
async fn ready(State(state): State<Arc<ServerState>>) -> Result<Response, Problem> {
    let missing = |what: &str| Problem::new(ProblemCode::Unavailable, what).retry_after(1);
    match state.deciding() {
        Ok(_) => {}
        Err(problem) if problem.code() == ProblemCode::PolicyExpired => {
            return Err(missing("the policy has expired").with("cause", "policy-expired"));
        }
        Err(_) => return Err(missing("there is no policy yet").with("cause", "no-policy")),
    }
    if let Err(error) = state.directory.revision().await {
        tracing::warn!(code = error.code(), %error, "the directory is away");
        return Err(missing("the directory does not answer").with("cause", error.code()));
    }
    Ok(axum::Json(json!({ "status": "ready" })).into_response())
}

/// Figures as Prometheus reads them.
async fn figures(State(state): State<Arc<ServerState>>, caller: Caller) -> Result<Response, Problem> {
    operations::of_the_server(&caller)?;
    let active = state.generations.pin().map_or(0, |generation| generation.number());
    metrics::gauge!("guestpass_policy_generation").set(f64::from(u32::try_from(active).unwrap_or(u32::MAX)));
    // 1 while the source is away or brings what is refused, and once the active policy has expired (row 26, row 28).
    let follow = state.operations.follow.as_ref().map(|handle| handle.get().standing(state.clock.now_ms()));
    let is_troubled = follow.is_some_and(|standing| standing != Standing::Current);
    metrics::gauge!("guestpass_policy_source_trouble").set(f64::from(u8::from(is_troubled)));
    let has_expired = state.generations.has_expired(state.clock.now_ms(), state.expiry_grace_ms);
    metrics::gauge!("guestpass_policy_expired").set(f64::from(u8::from(has_expired)));
    if let Some(log) = &state.decision_log {
        metrics::counter!("guestpass_decision_log_dropped_total").absolute(log.dropped());
    }
    let text = recorder().map(PrometheusHandle::render).unwrap_or_default();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

/// Writes logs to standard error, once for the whole process.
///
/// # Errors
/// The filter cannot be read.
pub fn start_logs(settings: &LogSettings) -> Result<(), String> {
    let filter = EnvFilter::try_new(&settings.filter).map_err(|error| format!("`log.filter`: {error}"))?;
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Somebody else may have begun to write already, such as a test.
    if settings.is_json {
        drop(logs.json().try_init());
    } else {
        drop(logs.with_ansi(false).try_init());
    }
    Ok(())
}

/// Counts go to one place for the whole process, which is made when the first server is.
fn recorder() -> Option<&'static PrometheusHandle> {
    let install = || {
        let matcher = Matcher::Full("guestpass_request_seconds".to_owned());
        let builder = PrometheusBuilder::new().set_buckets_for_metric(matcher, &BUCKETS_S).ok()?;
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).ok()?;
        Some(handle)
    };
    FIGURES.get_or_init(install).as_ref()
}

/// Numbers the request, and writes down how it ended.
pub(crate) async fn observed(State(state): State<Arc<ServerState>>, mut request: Request, next: Next) -> Response {
    let _ = recorder();
    let begun = Instant::now();
    let id = request_id(&request);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "unknown".to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let trace = trace_id(request.headers().get(TRACE)).unwrap_or_default();
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    if state.is_demo {
        headers.insert(DEMO, HeaderValue::from_static("true"));
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let taken = begun.elapsed();
    let labels =
        [("method", method_label(&method).to_owned()), ("route", route.clone()), ("status", status.to_string())];
    metrics::counter!("guestpass_requests_total", &labels).increment(1);
    metrics::histogram!("guestpass_request_seconds", "route" => route.clone()).record(taken.as_secs_f64());
    let taken_us = u64::try_from(taken.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(request = id, trace, %method, route, status, taken_us, "answered");
    response
}

/// Anybody may invent a method; each would be a series of its own.
fn method_label(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

/// The caller's own number, if it is a plain one, so that its log and this one can be read together.
fn request_id(request: &Request) -> String {
    let is_plain =
        |id: &&str| (1..=REQUEST_ID_BYTES_MAX).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    let given = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok()).filter(is_plain);
    // Without randomness the number is not unique, which is no reason not to answer.
    given.map_or_else(|| format!("{:016x}", getrandom::u64().unwrap_or_default()), str::to_owned)
}

/// The number of the trace that the request is part of, so that lines of this log are found from it.
fn trace_id(value: Option<&HeaderValue>) -> Option<String> {
    let text = value?.to_str().ok()?;
    let mut parts = text.split('-');
    let (version, trace) = (parts.next()?, parts.next()?);
    let is_hexadecimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let is_fit = version.len() == 2 && trace.len() == 32 && is_hexadecimal(version) && is_hexadecimal(trace);
    (is_fit && trace.bytes().any(|byte| byte != b'0')).then(|| trace.to_owned())
}

#[cfg(test)]
mod tests {
    use super::trace_id;
    use axum::http::HeaderValue;

    #[test]
    fn only_the_number_of_a_trace_is_taken_over() {
        let number = "0af7651916cd43dd8448eb211c80319c";
        for (text, expected) in [
            (format!("00-{number}-b7ad6b7169203331-01"), Some(number)),
            (format!("00-{number}"), Some(number)),
            (format!("00-{}-b7ad6b7169203331-01", "0".repeat(32)), None),
            (format!("00-{}-b7ad6b7169203331-01", number.to_uppercase()), None),
            (format!("0-{number}-b7ad6b7169203331-01"), None),
            (number.to_owned(), None),
            ("a canary".to_owned(), None),
            (String::new(), None),
        ] {
            let value = HeaderValue::from_str(&text).unwrap();
            assert_eq!(trace_id(Some(&value)).as_deref(), expected, "{text}");
        }
        assert_eq!(trace_id(None), None);
    }
}
