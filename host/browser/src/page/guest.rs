//! A policy's core module as the browser runs it.

use core::cell::RefCell;

use js_sys::{Function, Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};

use super::thrown::words_of;
use crate::abi::{AbiError, Guest, GuestFunction};
use crate::error::{CallError, LoadError};

/// An instance, with its exports at hand.
pub(super) struct PageGuest {
    memory: WebAssembly::Memory,
    /// All of the memory, as it was when it was last looked at: to make this anew for each use takes microseconds.
    seen: RefCell<Uint8Array>,
    allocate: Function,
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
        let memory: WebAssembly::Memory = required(&exports, "memory")?;
        Ok(Self {
            seen: RefCell::new(whole(&memory)),
            memory,
            allocate: required(&exports, "cabi_realloc")?,
            functions: functions.into_iter().collect::<Result<_, LoadError>>()?,
        })
    }

    /// All of the memory. When it grows, the browser detaches what was seen of it, which is then empty.
    fn with_memory<T>(&self, using: impl FnOnce(&Uint8Array) -> T) -> T {
        let mut seen = self.seen.borrow_mut();
        if seen.length() == 0 {
            *seen = whole(&self.memory);
        }
        using(&seen)
    }

    /// Uses the part of the memory that is meant, once it is sure to lie inside; JavaScript would cut it short
    /// otherwise.
    fn with_part(&self, address: u32, length: usize, using: impl FnOnce(&Uint8Array)) -> Result<(), AbiError> {
        let length = u32::try_from(length).map_err(|_| AbiError::OutOfBounds)?;
        self.with_memory(|memory| match address.checked_add(length) {
            Some(end) if end <= memory.length() => {
                using(&memory.subarray(address, end));
                Ok(())
            }
            _ => Err(AbiError::OutOfBounds),
        })
    }

    fn function(&self, wanted: GuestFunction) -> Result<&PageFunction, CallError> {
        let found = self.functions.iter().find(|candidate| candidate.function == wanted);
        found.ok_or_else(|| CallError::Trap { reason: format!("`{}` is missing", wanted.export()) })
    }
}

impl Guest for PageGuest {
    fn read(&self, address: u32, bytes: &mut [u8]) -> Result<(), AbiError> {
        self.with_part(address, bytes.len(), |part| part.copy_to(bytes))
    }

    fn memory_bytes(&self) -> u64 {
        u64::from(self.with_memory(Uint8Array::length))
    }

    fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), AbiError> {
        self.with_part(address, bytes.len(), |part| part.copy_from(bytes))
    }

    fn allocate(&mut self, size: u32, align: u32) -> Result<u32, CallError> {
        let none = JsValue::from(0);
        let address = self.allocate.call4(&JsValue::UNDEFINED, &none, &none, &align.into(), &size.into());
        address_in(address)
    }

    fn call(&mut self, function: GuestFunction, parameters: Option<u32>) -> Result<u32, CallError> {
        let call = &self.function(function)?.call;
        address_in(match parameters {
            Some(address) => call.call1(&JsValue::UNDEFINED, &address.into()),
            None => call.call0(&JsValue::UNDEFINED),
        })
    }

    fn post_return(&mut self, function: GuestFunction, address: u32) -> Result<(), CallError> {
        match &self.function(function)?.post_return {
            Some(post_return) => post_return.call1(&JsValue::UNDEFINED, &address.into()).map(|_| ()).map_err(trap),
            None => Ok(()),
        }
    }
}

fn whole(memory: &WebAssembly::Memory) -> Uint8Array {
    Uint8Array::new(&memory.buffer())
}

/// An `i32` from WebAssembly, which JavaScript sees with a sign.
fn address_in(result: Result<JsValue, JsValue>) -> Result<u32, CallError> {
    let number = result.map_err(trap)?.as_f64().ok_or(AbiError::OutOfBounds)?;
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and no `i32` is outside an `i64`")]
    let number = number as i64;
    let address = i32::try_from(number).map_err(|_| AbiError::OutOfBounds)?;
    Ok(address.cast_unsigned())
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
