//! What requests spend their time on, as OpenTelemetry traces.
//!
//! A server with `[telemetry]` in its settings tells a collector, by OTLP over HTTP, one span for each request and
//! under it spans for its stages. It goes on with the trace that a caller names in `traceparent` (W3C Trace Context).
//!
//! **Invariant:** a span carries what stands in this module and nothing else: the method, the route with its variable
//! parts in braces, the status, the kind of credential and the names of stages. No log line, no header, no identifier
//! of a person or an organisation gets into one (reliability rows 42 and 53). What is wrong with the collector is told
//! to the log and to the figures, and to no caller.
//!
//! There is nothing global: two servers in one process tell their own collectors.

mod counts;
mod export;
mod stages;

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use axum::http::HeaderMap;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{SpanContext, SpanKind, Status, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider};

use crate::settings::TelemetrySettings;
pub(crate) use counts::SpanCounts;
use stages::Under;
pub(crate) use stages::{Stage, stage, stage_of};

/// What a trace of several services is called (W3C Trace Context).
const TRACE: &str = "traceparent";
/// How this library is called among those that a service has.
const SCOPE: &str = "guestpass-server";
/// Spans of one request at most, besides its own: a batch has a thousand questions.
const STAGES_MAX: u32 = 64;

/// Tells a collector what requests spend their time on.
#[derive(Debug)]
pub(crate) struct Telemetry {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
    pub(crate) counts: Arc<SpanCounts>,
}

impl Telemetry {
    /// Begins to tell. Nothing is sent before the first span has ended, so that it does not matter whether the
    /// collector is there.
    ///
    /// # Errors
    /// The collector's address or this machine's TLS cannot be used.
    pub(crate) fn start(settings: &TelemetrySettings) -> Result<Self, String> {
        let counts = Arc::new(SpanCounts::default());
        let processor = export::processor(settings, &counts)?;
        let resource = Resource::builder_empty()
            .with_service_name(settings.service_name.clone())
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.sample_ratio)));
        let provider = SdkTracerProvider::builder()
            .with_span_processor(processor)
            .with_sampler(sampler)
            .with_resource(resource)
            .build();
        Ok(Self { tracer: provider.tracer(SCOPE), provider, counts })
    }

    /// Begins the span of a request, in the trace of its caller or in a new one. Without a route the path is not known,
    /// and is not told.
    pub(crate) fn begin(&self, parent: &SpanContext, method: &'static str, route: Option<&str>) -> RequestSpan {
        let mut attributes = vec![KeyValue::new("http.request.method", method)];
        let name = match route {
            Some(route) => {
                attributes.push(KeyValue::new("http.route", route.to_owned()));
                format!("{method} {route}")
            }
            None => method.to_owned(),
        };
        let builder = self.tracer.span_builder(name).with_kind(SpanKind::Server).with_attributes(attributes);
        // An invalid parent would be taken for one that wants nothing told.
        let root = Context::new();
        let parent = if parent.is_valid() { root.with_remote_span_context(parent.clone()) } else { root };
        let span = self.tracer.build_with_context(builder, &parent);
        let under = Under { tracer: self.tracer.clone(), left: AtomicU32::new(STAGES_MAX) };
        RequestSpan { context: parent.with_span(span).with_value(Arc::new(under)) }
    }

    /// Tells what has not been told yet, if the collector takes it within this time.
    pub(crate) async fn stop(&self, time_max: Duration) {
        let provider = self.provider.clone();
        // It waits for a thread of its own.
        let stopped = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(time_max)).await;
        if !matches!(stopped, Ok(Ok(()))) {
            tracing::warn!(
                waiting = self.counts.waiting(),
                "the last spans were not told: the collector did not answer"
            );
        }
    }
}

/// The span of a request. What runs in its context has its own spans under it.
#[derive(Debug)]
pub(crate) struct RequestSpan {
    context: Context,
}

impl RequestSpan {
    /// Where the request runs.
    pub(crate) fn context(&self) -> Context {
        self.context.clone()
    }

    /// Which trace it is part of.
    pub(crate) fn span_context(&self) -> SpanContext {
        self.context.span().span_context().clone()
    }

    /// Ends it with what was answered.
    pub(crate) fn end(self, status: u16) {
        let span = self.context.span();
        span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status)));
        if status >= 500 {
            span.set_attribute(KeyValue::new("error.type", status.to_string()));
            span.set_status(Status::error(""));
        }
        span.end();
    }
}

/// Notes on the span of this request by what kind of credential its caller is known.
pub(crate) fn note_caller(kind: &'static str) {
    Context::map_current(|context| {
        if context.has_active_span() {
            context.span().set_attribute(KeyValue::new("guestpass.caller.kind", kind));
        }
    });
}

/// The trace that the caller of a request goes on with; an invalid one when it names none. What else vendors write into
/// `tracestate` is nobody's business here.
pub(crate) fn trace_of(headers: &HeaderMap) -> SpanContext {
    let context = TraceContextPropagator::new().extract_with_context(&Context::new(), &OnlyTrace(headers));
    context.span().span_context().clone()
}

/// The one header that is read.
struct OnlyTrace<'h>(&'h HeaderMap);

impl Extractor for OnlyTrace<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        if key == TRACE { self.0.get(TRACE)?.to_str().ok() } else { None }
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACE]
    }
}

#[cfg(test)]
mod tests {
    use super::trace_of;
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn only_a_whole_traceparent_names_a_trace() {
        let (trace, parent) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
        for (text, expected) in [
            (format!("00-{trace}-{parent}-01"), true),
            (format!("00-{trace}-{parent}-00"), true),
            (format!("00-{trace}"), false),
            (format!("00-{}-{parent}-01", "0".repeat(32)), false),
            (format!("00-{trace}-{}-01", "0".repeat(16)), false),
            (format!("00-{}-{parent}-01", trace.to_uppercase()), false),
            (format!("ff-{trace}-{parent}-01"), false),
            (trace.to_owned(), false),
            ("a canary".to_owned(), false),
            (String::new(), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("traceparent", HeaderValue::from_str(&text).unwrap());
            headers.insert("tracestate", HeaderValue::from_static("vendor=canary"));
            let found = trace_of(&headers);
            assert_eq!(found.is_valid(), expected, "{text}");
            assert_eq!(found.trace_id().to_string() == trace, expected, "{text}");
            assert_eq!(found.trace_state().header(), "", "{text}");
        }
        assert!(!trace_of(&HeaderMap::new()).is_valid());
    }
}
