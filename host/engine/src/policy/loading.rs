//! From the bytes of a component to a policy that answers.

use super::{Loaded, Policy};
use crate::check_error::CheckError;
use crate::digest::digest_of;
use crate::direct::{Direct, exposing};
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
        let own_code = provenance == Provenance::Engine;
        let exposed = own_code.then(|| exposing(component));
        let compile = || {
            let component = exposed.as_deref().unwrap_or(component);
            Component::from_binary(&runtime.engine, component).map_err(refuse(Refusal::Compile))
        };
        let compiled = runtime.code_cache.compile(own_code, compile)?;
        let indices = FunctionIndices::find(&compiled)
            .ok_or_else(|| LoadError::new(Refusal::World, "`describe`, `check` or `review` is missing"))?;
        // The linker is empty and stays empty: there is nothing that a policy could ask for.
        let prepared = Linker::new(&runtime.engine).instantiate_pre(&compiled).map_err(refuse(Refusal::Imports))?;

        let (mut instance, indices, module) =
            Instance::first(&runtime.engine, &prepared, indices, limits).map_err(start_refused)?;
        let info = instance.describe(limits).map_err(start_refused)?;
        if info.name.is_empty() {
            return Err(LoadError::new(Refusal::NoPolicy, "its name is empty"));
        }
        info.verify().map_err(|error| LoadError::caused_by(Refusal::Description, error))?;

        // A stranger's component may well export a module of its own.
        let module = module.filter(|_| own_code);
        let direct = module.map(|module| Direct::of(&runtime, &module)).transpose()?;
        let pool = Pool::new(limits.idle_instances_max);
        let policy =
            Self { loaded: Arc::new(Loaded { prepared, indices, pool, direct, info, digest, provenance, runtime }) };
        policy.return_or_drop(instance);
        Ok(policy)
    }
}

fn start_refused(error: CheckError) -> LoadError {
    let refusal = if matches!(error, CheckError::Instantiation(_)) { Refusal::World } else { Refusal::Start };
    LoadError::caused_by(refusal, error)
}

#[cfg(test)]
mod tests {
    use super::exposing;
    use crate::{Limits, Provenance, Runtime};

    const SOURCE: &str = "name = \"example\"\nversion = \"1.0.0\"\ncontract = \"0.2\"\n";

    #[test]
    fn only_the_engines_own_code_is_called_without_typed_functions() {
        let own = guestpass_compiler::compile("example.toml", SOURCE).unwrap().component;
        // Sections at the end, which change nothing but whose code it is: one of no types, and a module for everybody.
        let strange = [own.as_slice(), &[7, 1, 0]].concat();
        let exposing = exposing(&own);
        let runtime = Runtime::new(Limits::default()).unwrap();
        for (component, provenance) in
            [(own, Provenance::Engine), (strange, Provenance::Custom), (exposing, Provenance::Custom)]
        {
            let policy = runtime.load(&component).unwrap();
            assert_eq!(policy.provenance(), provenance);
            assert_eq!(policy.loaded.direct.is_some(), provenance == Provenance::Engine);
        }
    }
}
