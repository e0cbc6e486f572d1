//! The one owner of wasmtime's engine and of the thread that tells running components the time.

use crate::Limits;
use crate::code_cache::CodeCache;
use crate::limits::TICK;
use crate::load_error::{LoadError, Refusal};
use crate::policy::Policy;
use crate::trial::TrialCommand;
use std::sync::Arc;
use std::thread;
use wasmtime::{CacheStore, Config, Engine, EngineWeak, WasmFeatures};

/// Loads policies and lends them their processor time. One for each process is enough; clones share everything.
///
/// Engine and ticker belong together: without the ticker no deadline would ever come, and without the engine the ticker
/// ends by itself. Neither can be had alone.
#[derive(Clone)]
pub struct Runtime {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) engine: Engine,
    pub(crate) code_cache: Arc<CodeCache>,
    pub(crate) limits: Limits,
    /// Who compiles strangers' components first; none compiles them here at once.
    pub(crate) trial: Option<TrialCommand>,
}

impl Runtime {
    /// A runtime with these limits.
    ///
    /// # Errors
    /// [`Refusal::Runtime`] when this machine cannot run WebAssembly or start a thread.
    pub fn new(limits: Limits) -> Result<Self, LoadError> {
        Self::start(limits, None)
    }

    /// A runtime that has a child process compile strangers' components first; see [`trial`](crate::trial). Use it
    /// wherever components come from outside.
    ///
    /// # Errors
    /// As [`Runtime::new`].
    pub fn with_trial(limits: Limits, trial: TrialCommand) -> Result<Self, LoadError> {
        Self::start(limits, Some(trial))
    }

    fn start(limits: Limits, trial: Option<TrialCommand>) -> Result<Self, LoadError> {
        let unavailable = |error: wasmtime::Error| LoadError::caused_by(Refusal::Runtime, error);
        let code_cache = Arc::new(CodeCache::default());
        let mut config = config(&limits);
        config.enable_incremental_compilation(Arc::clone(&code_cache) as Arc<dyn CacheStore>).map_err(unavailable)?;
        let engine = Engine::new(&config).map_err(unavailable)?;
        start_ticker(engine.weak()).map_err(|error| LoadError::caused_by(Refusal::Runtime, error))?;
        Ok(Self { shared: Arc::new(Shared { engine, code_cache, limits, trial }) })
    }

    /// Loads a policy component, whoever it is from.
    ///
    /// Prefer [`Runtime::load_expecting`] wherever the digest is known.
    ///
    /// # Errors
    /// [`LoadError`]; its code says at which step the component was refused. Nothing of it has been kept.
    pub fn load(&self, component: &[u8]) -> Result<Policy, LoadError> {
        Policy::load(Arc::clone(&self.shared), component, None)
    }

    /// Loads a policy component that must have this digest, `sha256:` and 64 lower-case hexadecimal digits.
    ///
    /// # Errors
    /// [`LoadError`] as [`Runtime::load`], and [`Refusal::DigestMismatch`] before anything in the bytes is looked at.
    pub fn load_expecting(&self, component: &[u8], digest: &str) -> Result<Policy, LoadError> {
        Policy::load(Arc::clone(&self.shared), component, Some(digest))
    }

    pub(crate) fn of(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// The limits that were set.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.shared.limits
    }
}

impl std::fmt::Debug for Runtime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Runtime").field("limits", &self.shared.limits).finish_non_exhaustive()
    }
}

pub(crate) fn config(limits: &Limits) -> Config {
    let mut config = Config::new();
    config.wasm_component_model(true);
    // Tasks of the component model cost time in every call, and a policy has none.
    config.concurrency_support(false);
    config.epoch_interruption(true);
    config.max_wasm_stack(limits.stack_bytes_max);
    // What the allow-list refuses anyway is switched off here too.
    for feature in [
        WasmFeatures::SIMD,
        WasmFeatures::RELAXED_SIMD,
        WasmFeatures::TAIL_CALL,
        WasmFeatures::MULTI_MEMORY,
        WasmFeatures::MEMORY64,
        WasmFeatures::THREADS,
        WasmFeatures::EXCEPTIONS,
        WasmFeatures::GC,
        WasmFeatures::FUNCTION_REFERENCES,
    ] {
        config.wasm_features(feature, false);
    }
    // Traps are told apart by type; collecting a backtrace for each would only cost time.
    config.wasm_backtrace_max_frames(None);
    config
}

/// Raises the epoch once for each [`TICK`] until the engine is gone. A tick that comes late is not made up for, so that
/// a loaded machine does not cut good work short.
fn start_ticker(engine: EngineWeak) -> std::io::Result<()> {
    let tick = move || {
        while let Some(engine) = engine.upgrade() {
            engine.increment_epoch();
            drop(engine);
            thread::sleep(TICK);
        }
    };
    thread::Builder::new().name("guestpass-ticker".into()).spawn(tick).map(drop)
}
