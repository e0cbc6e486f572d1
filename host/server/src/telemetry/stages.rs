//! Stages of a request, each a span under that of the request.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use opentelemetry::Context;
use opentelemetry::trace::{FutureExt, TraceContextExt, Tracer};
use opentelemetry_sdk::trace::SdkTracer;

/// A stage of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// All that it takes to answer questions.
    Decide,
    /// All that it takes to find whom or what an answer allows.
    Search,
    /// The directory is read for what the policy has to know.
    AssembleFacts,
    /// The policy is asked.
    AskPolicy,
    /// A change waits for its turn to write.
    BeginWriting,
    /// The policy judges a change.
    Review,
    /// A change is written for good.
    Commit,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Search => "search",
            Self::AssembleFacts => "assemble facts",
            Self::AskPolicy => "ask policy",
            Self::BeginWriting => "begin writing",
            Self::Review => "review",
            Self::Commit => "commit",
        }
    }
}

/// What is in the context of a request that is told of.
#[derive(Debug)]
pub(super) struct Under {
    pub(super) tracer: SdkTracer,
    /// Spans that the request may still have.
    pub(super) left: AtomicU32,
}

/// Runs a stage of a request. Outside a request that is told of it costs a look.
pub(crate) async fn stage<F: Future>(stage: Stage, work: F) -> F::Output {
    match begun(stage) {
        Some(context) => work.with_context(context).await,
        None => work.await,
    }
}

/// The same for what needs no waiting.
pub(crate) fn stage_of<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
    let _within = begun(stage).map(Context::attach);
    work()
}

/// The context of a stage; its span ends with it.
fn begun(stage: Stage) -> Option<Context> {
    let (under, context) = Context::map_current(|context| {
        let under = context.get::<Arc<Under>>().filter(|_| context.span().is_recording())?;
        Some((Arc::clone(under), context.clone()))
    })?;
    let take = |left: u32| left.checked_sub(1);
    under.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok()?;
    let span = under.tracer.build_with_context(under.tracer.span_builder(stage.name()), &context);
    Some(context.with_span(span))
}
