//! What can be seen of the server from outside: a number for each request, figures, logs, health and readiness.
//!
//! No label and no log line names an organisation's data (reliability rows 42 and 53): routes are written with their
//! variable parts in braces, and bodies are never logged.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use guestpass_distribution::{Standing, StatusHandle};
use metrics_exporter_prometheus::PrometheusHandle;
use opentelemetry::trace::FutureExt;
use schemars::JsonSchema;
use serde::Serialize;
use tracing_subscriber::EnvFilter;

use crate::endpoint::{Access, Endpoint};
use crate::identity::{Caller, ScopeName};
use crate::problem::{Problem, ProblemCode};
use crate::settings::LogSettings;
use crate::state::ServerState;
use crate::{metering, operations, telemetry};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Every answer of the demonstration has it.
const DEMO: HeaderName = HeaderName::from_static("x-guestpass-demo");
const REQUEST_ID_BYTES_MAX: usize = 128;

/// The number of a request, in the extensions of each request and the header `X-Request-Id` of each answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::get("/health", Access::Public, health).answering::<Health>().probing(),
        Endpoint::get("/ready", Access::Public, ready).answering::<Health>().probing(),
        Endpoint::get("/metrics", Access::Scope(ScopeName::Operate), figures).answering_bytes("text/plain"),
    ]
}

/// How the server is.
#[derive(Debug, Serialize, JsonSchema)]
struct Health {
    status: HealthStatus,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum HealthStatus {
    /// The process lives.
    Alive,
    /// Requests can be decided.
    Ready,
}

/// The process lives.
async fn health() -> Json<Health> {
    Json(Health { status: HealthStatus::Alive })
}

/// Requests can be decided: there is a policy, and the directory answers.
async fn ready(State(state): State<Arc<ServerState>>) -> Result<Json<Health>, Problem> {
    let missing =
        |what: &str, cause: &str| Problem::new(ProblemCode::Unavailable, what).retry_after(1).with("cause", cause);
    if let Err(problem) = state.deciding() {
        return Err(missing(problem.detail(), problem.code().name()));
    }
    if let Err(error) = state.directory.revision().await {
        tracing::warn!(code = error.code(), %error, "the directory is away");
        return Err(missing("the directory does not answer", error.code()));
    }
    Ok(Json(Health { status: HealthStatus::Ready }))
}

/// Figures as Prometheus reads them.
async fn figures(State(state): State<Arc<ServerState>>, caller: Caller) -> Result<Response, Problem> {
    operations::of_the_server(&caller)?;
    let active = state.generations.pin().map_or(0, |generation| generation.number());
    metrics::gauge!("guestpass_policy_generation").set(f64::from(u32::try_from(active).unwrap_or(u32::MAX)));
    // 1 while the source is away or brings what is refused, and once the active policy has expired (row 26, row 28).
    let expires_ms = state.generations.expires_ms();
    let standing = |handle: &StatusHandle| handle.get().standing_of(expires_ms, state.clock.now_ms());
    let follow = state.operations.follow.as_ref().map(standing);
    let is_troubled = follow.is_some_and(|standing| standing != Standing::Current);
    metrics::gauge!("guestpass_policy_source_trouble").set(f64::from(u8::from(is_troubled)));
    let has_expired = state.generations.has_expired(state.clock.now_ms(), state.expiry_grace_ms);
    metrics::gauge!("guestpass_policy_expired").set(f64::from(u8::from(has_expired)));
    if let Some(log) = &state.decision_log {
        metrics::counter!("guestpass_decision_log_dropped_total").absolute(log.dropped());
    }
    if let Some(telemetry) = &state.telemetry {
        metrics::counter!("guestpass_spans_told_total").absolute(telemetry.counts.told());
        metrics::counter!("guestpass_spans_dropped_total").absolute(telemetry.counts.dropped());
    }
    let text = metering::recorder().map(PrometheusHandle::render).unwrap_or_default();
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

/// Numbers the request, and writes down how it ended.
pub(crate) async fn observed(State(state): State<Arc<ServerState>>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = request_id(&request);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let parent = telemetry::trace_of(request.headers());
    let told = state.telemetry.as_ref();
    let span = told.map(|telemetry| telemetry.begin(&parent, method_label(&method), route.as_deref()));
    let route = route.unwrap_or_else(|| "unknown".to_owned());
    let mut response = match &span {
        Some(span) => next.run(request).with_context(span.context()).await,
        None => next.run(request).await,
    };
    let status = response.status().as_u16();
    let part_of = span.as_ref().map_or(parent, telemetry::RequestSpan::span_context);
    // From a line of the log one finds the trace, and from the number in a problem's `X-Request-Id` the line.
    let trace = if part_of.is_valid() { part_of.trace_id().to_string() } else { String::new() };
    if let Some(span) = span {
        span.end(status);
    }
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
    metering::count(method_label(&method), &route, status, taken);
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
