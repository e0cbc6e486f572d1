//! wasmtime's typed functions, as any other host calls them: the same component, and a component with nothing in it.

use super::{component, facts, load, single_requests};
use crate::subjects::Subject;
use crate::work::{Question, Work};
use anyhow::{Context, Result};
use guestpass_contract::{Decision, EVALUATION_INTERFACE, Facts, PolicyInfo, Requests};
use wasmtime::component::{Component, ComponentNamedList, Lift, Linker, Lower, TypedFunc};
use wasmtime::{Config, Engine, Store};

/// A component whose one function takes nothing, does nothing and gives nothing back.
const NOTHING: &str = r#"(component
    (core module $module (func (export "nothing")))
    (core instance $instance (instantiate $module))
    (func (export "nothing") (canon lift (core func $instance "nothing"))))"#;

/// A deadline that no run reaches: nobody raises the epoch of these engines.
const DEADLINE_TICKS: u64 = 1_000_000_000;

/// Functions live as long as the program, and carry the lifetime of their arguments in their type.
type Check = TypedFunc<(&'static Facts, &'static Requests), (Vec<Decision>,)>;

/// A function of a component, in a store that is set up as the engine sets up its own. Without an interface the
/// component itself exports it.
fn function<Arguments, Answer>(
    component: &[u8],
    interface: Option<&str>,
    name: &str,
) -> Result<(Store<()>, TypedFunc<Arguments, Answer>)>
where
    Arguments: ComponentNamedList + Lower,
    Answer: ComponentNamedList + Lift,
{
    let mut config = Config::new();
    config.wasm_component_model(true).concurrency_support(false).epoch_interruption(true);
    config.wasm_backtrace_max_frames(None);
    let engine = Engine::new(&config)?;
    let component = Component::from_binary(&engine, component)?;
    let interface = interface.map(|interface| component.get_export_index(None, interface).context("no interface"));
    let index = component.get_export_index(interface.transpose()?.as_ref(), name).context("no such function")?;
    let mut store = Store::new(&engine, ());
    store.set_epoch_deadline(DEADLINE_TICKS);
    let instance = Linker::new(&engine).instantiate(&mut store, &component)?;
    let function = instance.get_typed_func(&mut store, index)?;
    Ok((store, function))
}

struct Typed {
    store: Store<()>,
    check: Check,
    facts: &'static Facts,
    requests: &'static [Requests],
    info: PolicyInfo,
}

/// The decisions of the engine, each in a call of its own, without its direct way: what it costs to write the arguments
/// and to read the answer through wasmtime. The answers are checked as the engine checks them.
pub(in crate::subjects) fn typed(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    let (store, check) = function(&component(work)?, Some(EVALUATION_INTERFACE), "check")?;
    let facts = Box::leak(Box::new(facts(work)?));
    let requests = single_requests(questions)?.leak();
    Ok(Box::new(Typed { store, check, facts, requests, info: load(work)?.info().clone() }))
}

impl Subject for Typed {
    fn ask(&mut self, position: usize) -> Result<bool> {
        let requests = self.requests.get(position).context("there is no such question")?;
        let (decisions,) = self.check.call(&mut self.store, (self.facts, requests))?;
        let decision = decisions.first().context("a question has an answer")?;
        let request = requests.items.first().context("it holds a question")?;
        decision.verify(request, self.facts, &self.info)?;
        Ok(decision.is_allowed())
    }

    fn questions(&self) -> usize {
        self.requests.len()
    }
}

struct EmptyCall {
    store: Store<()>,
    nothing: TypedFunc<(), ()>,
    questions: usize,
}

/// A typed call of a component without arguments, answer or work: no call through the component model takes less.
pub(in crate::subjects) fn empty_call(_: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    let (store, nothing) = function(&wat::parse_str(NOTHING)?, None, "nothing")?;
    Ok(Box::new(EmptyCall { store, nothing, questions: questions.len() }))
}

impl Subject for EmptyCall {
    fn ask(&mut self, _: usize) -> Result<bool> {
        self.nothing.call(&mut self.store, ())?;
        Ok(true)
    }

    fn questions(&self) -> usize {
        self.questions
    }
}
