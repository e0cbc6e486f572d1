//! Puts a policy into a copy of the engine component: the copy starts with the policy in its memory.

use crate::limits::MEMORY_BYTES_MAX;
use guestpass_artifact::ENGINE_COMPONENT;
use guestpass_contract::{EVALUATION_INTERFACE, InitError};
use wasmtime::component::{Component, Instance, Linker};
use wasmtime::{Config, Engine, OptLevel, ResourceLimiter, Result, Store, WasmFeatures, bail, format_err};
use wasmtime_wizer::{WasmtimeWizerComponent, Wizer};

/// What the engine component may use of WebAssembly; everything else stays off.
const FEATURES: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::MULTI_VALUE)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::REFERENCE_TYPES)
    .union(WasmFeatures::GC_TYPES)
    .union(WasmFeatures::COMPONENT_MODEL);

/// Why there is no component.
#[derive(Debug)]
pub(crate) enum SnapshotError {
    /// The policy needs more memory than hosts give it.
    OutOfMemory,
    /// The engine component does not take the model.
    Refused(InitError),
    /// The engine component could not be run, or its memory could not be stored.
    Failed(wasmtime::Error),
}

impl From<wasmtime::Error> for SnapshotError {
    fn from(error: wasmtime::Error) -> Self {
        Self::Failed(error)
    }
}

/// The engine component with this model in it. The same model gives the same bytes.
pub(crate) fn snapshot(model: &[u8]) -> std::result::Result<Vec<u8>, SnapshotError> {
    let wizer = Wizer::new();
    let (context, instrumented) = wizer.instrument_component(ENGINE_COMPONENT)?;
    let engine = engine()?;
    let component = Component::new(&engine, instrumented)?;
    let mut store = Store::new(&engine, MemoryGuard::default());
    store.limiter(|guard| guard);
    // Nothing ever waits here: the snapshot's interface is asynchronous, the work is not.
    pollster::block_on(async {
        let instance = Linker::new(&engine).instantiate_async(&mut store, &component).await?;
        let answer = initialise(&mut store, &instance, model).await;
        if store.data().has_refused {
            return Err(SnapshotError::OutOfMemory);
        }
        answer?.map_err(SnapshotError::Refused)?;
        let mut initialised = WasmtimeWizerComponent { store: &mut store, instance };
        Ok(wizer.snapshot_component(&context, &mut initialised).await?)
    })
}

/// Gives the engine component the memory that hosts will give it, and remembers when that was not enough.
#[derive(Debug, Default)]
struct MemoryGuard {
    has_refused: bool,
}

impl ResourceLimiter for MemoryGuard {
    fn memory_growing(&mut self, _: usize, desired_bytes: usize, maximum_bytes: Option<usize>) -> Result<bool> {
        if desired_bytes <= maximum_bytes.unwrap_or(MEMORY_BYTES_MAX).min(MEMORY_BYTES_MAX) {
            return Ok(true);
        }
        self.has_refused = true;
        bail!("the policy needs {desired_bytes} bytes of memory")
    }

    fn table_growing(&mut self, _: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        // Tables are as large as the engine component was built with.
        Ok(maximum.is_none_or(|maximum| desired <= maximum))
    }
}

/// An engine for this one call. It runs the project's own code once, so that it compiles fast rather than well.
fn engine() -> Result<Engine> {
    let mut config = Config::new();
    config.wasm_features(WasmFeatures::all(), false);
    config.wasm_features(FEATURES, true);
    config.concurrency_support(false);
    config.cranelift_opt_level(OptLevel::None);
    Engine::new(&config)
}

async fn initialise(
    store: &mut Store<MemoryGuard>,
    instance: &Instance,
    model: &[u8],
) -> Result<std::result::Result<(), InitError>> {
    let missing = || format_err!("the engine component does not export `{EVALUATION_INTERFACE}` with `init`");
    let (_, interface) = instance.get_export(&mut *store, None, EVALUATION_INTERFACE).ok_or_else(missing)?;
    let (_, init) = instance.get_export(&mut *store, Some(&interface), "init").ok_or_else(missing)?;
    let init = instance.get_typed_func::<(&[u8],), (std::result::Result<(), InitError>,)>(&mut *store, init)?;
    let (answer,) = init.call_async(&mut *store, (model,)).await?;
    Ok(answer)
}
