//! From the bytes of a component to a policy that answers.

use super::{Loaded, Policy};
use crate::check_error::CheckError;
use crate::digest::digest_of;
use crate::functions::FunctionIndices;
use crate::instance::Instance;
use crate::load_error::{LoadError, Refusal};
use crate::pool::Pool;
use crate::provenance::{self, Provenance};
use crate::runtime::Shared;
use crate::structure;
use crate::trial;
use std::sync::Arc;
use wasmtime::component::{Component, Linker};

impl Policy {
    pub(crate) fn load(runtime: Arc<Shared>, component: &[u8], expected: Option<&str>) -> Result<Self, LoadError> {
        let limits = &runtime.limits;
        if component.len() > limits.component_bytes_max {
            let detail = format!("{} bytes, and {} are allowed", component.len(), limits.component_bytes_max);
            return Err(LoadError::new(Refusal::TooLarge, detail));
        }
        let digest = digest_of(component);
        if let Some(expected) = expected.filter(|&expected| expected != digest) {
            let detail = format!("its digest is `{digest}`, and `{expected}` was expected");
            return Err(LoadError::new(Refusal::DigestMismatch, detail));
        }
        structure::check(component, limits)?;
        let refuse = |refusal| move |error: wasmtime::Error| LoadError::caused_by(refusal, error);
        let provenance = provenance::of(component);
        if let (Provenance::Custom, Some(trial)) = (provenance, &runtime.trial) {
            trial::compile(trial, component, &digest, limits)?;
        }
        let compile = || Component::from_binary(&runtime.engine, component).map_err(refuse(Refusal::Compile));
        let compiled = runtime.code_cache.compile(provenance == Provenance::Engine, compile)?;
        let indices = FunctionIndices::find(&compiled)
            .ok_or_else(|| LoadError::new(Refusal::World, "`describe`, `check` or `review` is missing"))?;
        // The linker is empty and stays empty: there is nothing that a policy could ask for.
        let prepared = Linker::new(&runtime.engine).instantiate_pre(&compiled).map_err(refuse(Refusal::Imports))?;

        let (mut instance, indices) =
            Instance::first(&runtime.engine, &prepared, indices, limits).map_err(start_refused)?;
        let info = instance.describe(limits).map_err(start_refused)?;
        if info.name.is_empty() {
            return Err(LoadError::new(Refusal::NoPolicy, "its name is empty"));
        }
        info.verify().map_err(|error| LoadError::caused_by(Refusal::Description, error))?;

        let pool = Pool::new(limits.idle_instances_max);
        let policy = Self { loaded: Arc::new(Loaded { prepared, indices, pool, info, digest, provenance, runtime }) };
        policy.return_or_drop(instance);
        Ok(policy)
    }
}

fn start_refused(error: CheckError) -> LoadError {
    let refusal = if matches!(error, CheckError::Instantiation(_)) { Refusal::World } else { Refusal::Start };
    LoadError::caused_by(refusal, error)
}
