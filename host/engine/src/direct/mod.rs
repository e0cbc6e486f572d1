//! The short way to `check`, for policies that are the engine's own code.
//!
//! wasmtime's typed functions look up the component's memory for each number that they write, and enter the component
//! for each list, empty ones too. That takes longer than the decision itself. Here the one core module inside the
//! component is instantiated by itself, and the arguments are written as the canonical ABI has it, list by list.
//!
//! It needs no trust that the component has not earned: only a component whose code is the engine's own, byte for byte,
//! is called so, and wasmtime has compared the types of that component with the contract's before. Every address is
//! checked against the memory all the same. Other components, other functions, and requests for an explanation go
//! through wasmtime's typed functions, and give the same answers.
//!
//! Nothing is compiled twice: [`exposing()`] has the component export its core module, and wasmtime hands out that one,
//! compiled with the component.

mod contract;
mod exposing;
mod instance;
mod layout;

pub(crate) use exposing::{exposed, exposing};

use crate::check_error::CheckError;
use crate::instance::Bounds;
use crate::load_error::{LoadError, Refusal};
use crate::pool::Pool;
use crate::runtime::Shared;
use guestpass_contract::{Decision, Facts, Requests};
use instance::{DirectInstance, Exports};
use wasmtime::{InstancePre, Linker, Module};

/// A core module, and its instances.
pub(crate) struct Direct {
    prepared: InstancePre<Bounds>,
    exports: Exports,
    pool: Pool<DirectInstance>,
}

impl Direct {
    /// Prepares the core module of a component with the engine's own code.
    pub(crate) fn of(runtime: &Shared, module: &Module) -> Result<Self, LoadError> {
        let exports = Exports::find(module)
            .ok_or_else(|| LoadError::new(Refusal::World, "its core module lacks an export of the canonical ABI"))?;
        let prepared = Linker::new(&runtime.engine).instantiate_pre(module);
        let prepared = prepared.map_err(|error| LoadError::caused_by(Refusal::Imports, error))?;
        Ok(Self { prepared, exports, pool: Pool::new(runtime.limits.idle_instances_max) })
    }

    /// Whether these requests can be decided so.
    pub(crate) fn takes(requests: &Requests) -> bool {
        requests.items.iter().all(|request| !request.explain)
    }

    /// Decides requests that ask for no explanation. An instance that fails is dropped.
    pub(crate) fn check(
        &self,
        runtime: &Shared,
        facts: &Facts,
        requests: &Requests,
    ) -> Result<Vec<Decision>, CheckError> {
        let mut instance = match self.pool.take() {
            Some(instance) => instance,
            None => self.start_instance(runtime)?,
        };
        let decisions = instance.check(&runtime.limits, facts, requests)?;
        self.return_or_drop(runtime, instance);
        Ok(decisions)
    }

    /// Starts instances for the first calls.
    pub(crate) fn warm(&self, runtime: &Shared, count: usize) -> Result<(), CheckError> {
        let instances = (0..count).map(|_| self.start_instance(runtime)).collect::<Result<Vec<_>, _>>()?;
        instances.into_iter().for_each(|instance| self.return_or_drop(runtime, instance));
        Ok(())
    }

    fn start_instance(&self, runtime: &Shared) -> Result<DirectInstance, CheckError> {
        DirectInstance::start(&runtime.engine, &self.prepared, self.exports, &runtime.limits)
    }

    fn return_or_drop(&self, runtime: &Shared, instance: DirectInstance) {
        if instance.calls < runtime.limits.calls_per_instance_max {
            self.pool.put(instance);
        }
    }
}
