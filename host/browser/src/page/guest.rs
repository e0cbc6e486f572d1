//! A policy's core module as the browser runs it.

use js_sys::{Function, Object, Reflect, WebAssembly};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::thrown::words_of;
use crate::abi::{AbiError, Guest, GuestFunction};
use crate::error::{CallError, LoadError};

#[wasm_bindgen(raw_module = "./guest.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn read(memory: &WebAssembly::Memory, address: u32, bytes: &mut [u8]) -> Result<(), JsValue>;

    #[wasm_bindgen(catch)]
    fn write(memory: &WebAssembly::Memory, address: u32, bytes: &[u8]) -> Result<(), JsValue>;

    #[wasm_bindgen(js_name = memoryBytes)]
    fn memory_bytes(memory: &WebAssembly::Memory) -> u32;

    #[wasm_bindgen(catch)]
    fn allocate(allocator: &Function, size: u32, align: u32) -> Result<u32, JsValue>;

    #[wasm_bindgen(catch)]
    fn call(callee: &Function, parameters: u32) -> Result<u32, JsValue>;

    #[wasm_bindgen(catch)]
    fn release(callee: &Function, result: u32) -> Result<(), JsValue>;
}

/// An instance, with its exports at hand.
pub(super) struct PageGuest {
    memory: WebAssembly::Memory,
    allocator: Function,
    functions: Vec<PageFunction>,
}

/// A function of the contract and what frees its result.
struct PageFunction {
    function: GuestFunction,
    call: Function,
    post_return: Option<Function>,
}

impl PageGuest {
    /// Instantiates `module` once more, synchronously: browsers allow that for modules of the size that we load.
    pub(super) fn restart(module: &WebAssembly::Module) -> Result<Self, CallError> {
        let instance = WebAssembly::Instance::new(module, &Object::new()).map_err(trap)?;
        Self::of(&instance).map_err(|error| CallError::Trap { reason: error.to_string() })
    }

    /// Finds the exports of an instance.
    pub(super) fn of(instance: &WebAssembly::Instance) -> Result<Self, LoadError> {
        let exports = instance.exports();
        let functions = GuestFunction::ALL.map(|function| {
            let call = required(&exports, function.export())?;
            let post_return = export(&exports, function.post_return_export());
            Ok(PageFunction { function, call, post_return })
        });
        Ok(Self {
            memory: required(&exports, "memory")?,
            allocator: required(&exports, "cabi_realloc")?,
            functions: functions.into_iter().collect::<Result<_, LoadError>>()?,
        })
    }

    fn function(&self, wanted: GuestFunction) -> Result<&PageFunction, CallError> {
        let found = self.functions.iter().find(|candidate| candidate.function == wanted);
        found.ok_or_else(|| CallError::Trap { reason: format!("`{}` is missing", wanted.export()) })
    }
}

impl Guest for PageGuest {
    fn read(&self, address: u32, bytes: &mut [u8]) -> Result<(), AbiError> {
        read(&self.memory, address, bytes).map_err(|_| AbiError::OutOfBounds)
    }

    fn memory_bytes(&self) -> u64 {
        u64::from(memory_bytes(&self.memory))
    }

    fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), AbiError> {
        write(&self.memory, address, bytes).map_err(|_| AbiError::OutOfBounds)
    }

    fn allocate(&mut self, size: u32, align: u32) -> Result<u32, CallError> {
        allocate(&self.allocator, size, align).map_err(trap)
    }

    fn call(&mut self, function: GuestFunction, parameters: Option<u32>) -> Result<u32, CallError> {
        call(&self.function(function)?.call, parameters.unwrap_or_default()).map_err(trap)
    }

    fn post_return(&mut self, function: GuestFunction, address: u32) -> Result<(), CallError> {
        match &self.function(function)?.post_return {
            Some(post_return) => release(post_return, address).map_err(trap),
            None => Ok(()),
        }
    }
}

fn trap(thrown: JsValue) -> CallError {
    CallError::Trap { reason: words_of(&thrown) }
}

fn export<T: JsCast>(exports: &Object, name: &str) -> Option<T> {
    Reflect::get(exports, &name.into()).ok()?.dyn_into().ok()
}

fn required<T: JsCast>(exports: &Object, name: &str) -> Result<T, LoadError> {
    export(exports, name).ok_or_else(|| LoadError::MissingExport { name: name.to_owned() })
}
