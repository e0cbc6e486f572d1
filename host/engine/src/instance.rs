//! One instance of a policy in a store of its own.

use crate::Limits;
use crate::check_error::CheckError;
use crate::direct::exposed;
use crate::functions::{FunctionIndices, Functions, TypedIndices};
use guestpass_contract::{Change, ChangeFacts, Decision, Facts, InstantMs, PolicyInfo, Requests, Verdict};
use wasmtime::component::{self, InstancePre};
use wasmtime::{Engine, Module, ResourceLimiter, Result, Store, Trap};

/// One instance. Any error makes it unusable: a trap poisons its store, so whoever gets an error drops it.
pub(crate) struct Instance {
    store: Store<Bounds>,
    functions: Functions,
    pub(crate) calls: u32,
}

impl Instance {
    /// The first instance of a component, in which its types are compared with the contract's; and its core module, of
    /// a component that exports it.
    pub(crate) fn first(
        engine: &Engine,
        prepared: &InstancePre<Bounds>,
        indices: FunctionIndices,
        limits: &Limits,
    ) -> std::result::Result<(Self, TypedIndices, Option<Module>), CheckError> {
        let (mut store, instance) = instantiate(engine, prepared, limits)?;
        let indices = indices.typed(&mut store, &instance).map_err(|error| not_started(&error))?;
        let module = exposed(&mut store, &instance);
        Ok((Self::of(store, &instance, indices)?, indices, module))
    }

    /// Any later instance.
    pub(crate) fn start(
        engine: &Engine,
        prepared: &InstancePre<Bounds>,
        indices: TypedIndices,
        limits: &Limits,
    ) -> std::result::Result<Self, CheckError> {
        let (store, instance) = instantiate(engine, prepared, limits)?;
        Self::of(store, &instance, indices)
    }

    fn of(
        mut store: Store<Bounds>,
        instance: &component::Instance,
        indices: TypedIndices,
    ) -> std::result::Result<Self, CheckError> {
        let functions = Functions::of(&mut store, instance, indices).map_err(|error| not_started(&error))?;
        Ok(Self { store, functions, calls: 0 })
    }

    pub(crate) fn describe(&mut self, limits: &Limits) -> std::result::Result<PolicyInfo, CheckError> {
        self.store.set_epoch_deadline(limits.description_deadline_ticks());
        self.store.set_hostcall_fuel(limits.description_bytes_max);
        let info = self.functions.describe(&mut self.store).map_err(|error| classify(&self.store, &error));
        self.store.set_hostcall_fuel(limits.answer_bytes_max);
        info
    }

    pub(crate) fn check(
        &mut self,
        limits: &Limits,
        facts: &Facts,
        requests: &Requests,
    ) -> std::result::Result<Vec<Decision>, CheckError> {
        self.arm(limits);
        self.functions.check(&mut self.store, facts, requests).map_err(|error| classify(&self.store, &error))
    }

    pub(crate) fn review(
        &mut self,
        limits: &Limits,
        facts: &Facts,
        change_facts: &ChangeFacts,
        change: &Change,
        now_ms: InstantMs,
    ) -> std::result::Result<Verdict, CheckError> {
        self.arm(limits);
        let verdict = self.functions.review(&mut self.store, facts, change_facts, change, now_ms);
        verdict.map_err(|error| classify(&self.store, &error))
    }

    /// Before each call: an unarmed deadline is one that has passed.
    fn arm(&mut self, limits: &Limits) {
        self.calls = self.calls.saturating_add(1);
        self.store.set_epoch_deadline(limits.deadline_ticks());
    }
}

fn instantiate(
    engine: &Engine,
    prepared: &InstancePre<Bounds>,
    limits: &Limits,
) -> std::result::Result<(Store<Bounds>, component::Instance), CheckError> {
    let mut store = new_store(engine, limits);
    match prepared.instantiate(&mut store) {
        Ok(instance) => Ok((store, instance)),
        Err(error) => Err(classify(&store, &error)),
    }
}

/// A store for one instance, ready for its start.
pub(crate) fn new_store(engine: &Engine, limits: &Limits) -> Store<Bounds> {
    let mut store = Store::new(engine, Bounds::new(limits));
    store.limiter(|bounds| bounds);
    store.set_hostcall_fuel(limits.answer_bytes_max);
    // A start function is code of the component too.
    store.set_epoch_deadline(limits.deadline_ticks());
    store
}

pub(crate) fn not_started(error: &wasmtime::Error) -> CheckError {
    CheckError::Instantiation(one_line(error))
}

/// Traps are told apart by their types, never by their texts.
pub(crate) fn classify(store: &Store<Bounds>, error: &wasmtime::Error) -> CheckError {
    if store.data().exceeded {
        return CheckError::Memory;
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => CheckError::Deadline,
        Some(Trap::StackOverflow) => CheckError::Stack,
        Some(trap) => CheckError::Trapped(trap.to_string()),
        None => CheckError::Unreadable(one_line(error)),
    }
}

fn one_line(error: &wasmtime::Error) -> String {
    format!("{error:#}").replace('\n', " ")
}

/// Stops an instance that wants more than it may have, and remembers that it did.
pub(crate) struct Bounds {
    memory_bytes_max: usize,
    table_elements_max: usize,
    exceeded: bool,
}

impl Bounds {
    fn new(limits: &Limits) -> Self {
        Self {
            memory_bytes_max: limits.memory_bytes_max,
            table_elements_max: limits.table_elements_max,
            exceeded: false,
        }
    }

    /// Growing too far is an error and not a refusal that the component could see: a policy that reacts to the memory
    /// it has would answer differently on another machine.
    fn permit(&mut self, desired: usize, declared_max: Option<usize>, allowed: usize) -> Result<bool> {
        self.exceeded = desired > allowed.min(declared_max.unwrap_or(usize::MAX));
        if self.exceeded { Err(wasmtime::format_err!("{desired} wanted, {allowed} allowed")) } else { Ok(true) }
    }
}

impl ResourceLimiter for Bounds {
    fn memory_growing(&mut self, _current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        self.permit(desired, maximum, self.memory_bytes_max)
    }

    fn table_growing(&mut self, _current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        self.permit(desired, maximum, self.table_elements_max)
    }

    fn instances(&self) -> usize {
        1
    }

    fn memories(&self) -> usize {
        1
    }

    fn tables(&self) -> usize {
        4
    }
}
