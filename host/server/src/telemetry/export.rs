//! From ended spans to the collector: they wait in a bounded queue, and a thread of their own sends them in batches, so
//! that no request waits for the collector.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry::Context;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{Protocol, SpanExporter as Otlp, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{BatchConfigBuilder, BatchSpanProcessor, Span, SpanData, SpanExporter, SpanProcessor};
use tokio::runtime::Handle;

use super::counts::SpanCounts;
use crate::settings::TelemetrySettings;

/// How long the collector may take for one batch, with all that it is sent again.
const EXPORT_TIME_MAX: Duration = Duration::from_secs(3);
/// How long a span waits for others before it is sent.
const BATCH_PAUSE: Duration = Duration::from_secs(2);
/// Spans of one batch at most.
const BATCH_MAX: usize = 512;
/// Bytes of the collector's answer at most; it has nothing to say.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Where spans go when they have ended. Has to be made inside the runtime that sends them.
pub(super) fn processor(settings: &TelemetrySettings, counts: &Arc<SpanCounts>) -> Result<Bounded, String> {
    // Whoever was first has chosen; there is one choice.
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(EXPORT_TIME_MAX);
    let client = client.build().map_err(|error| error.to_string())?;
    let sender = Sender { client, runtime: Handle::try_current().map_err(|error| error.to_string())? };
    let exporter = Otlp::builder()
        .with_http()
        .with_http_client(sender)
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(settings.endpoint.as_str())
        .with_timeout(EXPORT_TIME_MAX)
        .build()
        .map_err(|error| error.to_string())?;
    let config = BatchConfigBuilder::default()
        .with_max_queue_size(settings.queue_max)
        .with_max_export_batch_size(BATCH_MAX.min(settings.queue_max))
        .with_scheduled_delay(BATCH_PAUSE)
        .build();
    let exporter = Counted { exporter, counts: Arc::clone(counts) };
    let batches = BatchSpanProcessor::builder(exporter).with_batch_config(config).build();
    Ok(Bounded { batches, counts: Arc::clone(counts), waiting_max: settings.queue_max })
}

/// Lets so many spans wait and drops the others, counted. The queue behind it is never full.
#[derive(Debug)]
pub(super) struct Bounded {
    batches: BatchSpanProcessor,
    counts: Arc<SpanCounts>,
    waiting_max: usize,
}

impl SpanProcessor for Bounded {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.batches.on_start(span, context);
    }

    fn on_end(&self, span: SpanData) {
        if self.counts.may_wait(self.waiting_max) {
            self.batches.on_end(span);
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.batches.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.batches.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.batches.set_resource(resource);
    }
}

/// Sends batches and counts what became of them.
#[derive(Debug)]
struct Counted {
    exporter: Otlp,
    counts: Arc<SpanCounts>,
}

impl SpanExporter for Counted {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let count = batch.len();
        let sent = self.exporter.export(batch).await;
        self.counts.ended(count, sent.is_ok());
        if self.counts.is_news(sent.is_err()) {
            match &sent {
                Ok(()) => tracing::info!("the collector of spans takes them again"),
                Err(error) => tracing::warn!(%error, "the collector of spans does not take them; they are dropped"),
            }
        }
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

/// Sends by the client that the rest of the server has. The thread that waits for it has no runtime of its own.
#[derive(Debug)]
struct Sender {
    client: reqwest::Client,
    runtime: Handle,
}

#[async_trait]
impl HttpClient for Sender {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let request = reqwest::Request::try_from(request)?;
        let sending = send(self.client.clone(), request);
        self.runtime.spawn(sending).await?
    }
}

async fn send(client: reqwest::Client, request: reqwest::Request) -> Result<Response<Bytes>, HttpError> {
    let mut answer = client.execute(request).await.map_err(reqwest::Error::without_url)?;
    let mut response = Response::builder().status(answer.status());
    if let Some(headers) = response.headers_mut() {
        headers.clone_from(answer.headers());
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(reqwest::Error::without_url)? {
        if body.len().saturating_add(chunk.len()) > ANSWER_BYTES_MAX {
            return Err("the collector's answer is too long".into());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(response.body(Bytes::from(body))?)
}
