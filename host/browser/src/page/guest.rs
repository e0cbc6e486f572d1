//! A policy's core module as the browser runs it.

use js_sys::{ArrayBuffer, Function, Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue};

use super::thrown::words_of;
use crate::abi::{AbiError, Guest, GuestFunction};
use crate::error::{CallError, LoadError};

/// An instance, with its exports at hand.
pub(super) struct PageGuest {
    memory: WebAssembly::Memory,
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
        Ok(Self {
            memory: required(&exports, "memory")?,
            allocate: required(&exports, "cabi_realloc")?,
            functions: functions.into_iter().collect::<Result<_, LoadError>>()?,
        })
    }

    /// Made anew for each use: when the memory grows, the browser detaches the old one.
    fn buffer(&self) -> ArrayBuffer {
        self.memory.buffer().unchecked_into()
    }

    /// The part of the memory that is meant, once it is sure to lie inside; JavaScript would throw otherwise.
    fn view(&self, address: u32, length: usize) -> Result<Uint8Array, AbiError> {
        let length = u32::try_from(length).map_err(|_| AbiError::OutOfBounds)?;
        let buffer = self.buffer();
        match address.checked_add(length) {
            Some(end) if end <= buffer.byte_length() => {
                Ok(Uint8Array::new_with_byte_offset_and_length(&buffer, address, length))
            }
            _ => Err(AbiError::OutOfBounds),
        }
    }

    fn function(&self, wanted: GuestFunction) -> Result<&PageFunction, CallError> {
        let found = self.functions.iter().find(|candidate| candidate.function == wanted);
        found.ok_or_else(|| CallError::Trap { reason: format!("`{}` is missing", wanted.export()) })
    }
}

impl Guest for PageGuest {
    fn read(&self, address: u32, bytes: &mut [u8]) -> Result<(), AbiError> {
        self.view(address, bytes.len())?.copy_to(bytes);
        Ok(())
    }

    fn memory_bytes(&self) -> u64 {
        u64::from(self.buffer().byte_length())
    }

    fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), AbiError> {
        self.view(address, bytes.len())?.copy_from(bytes);
        Ok(())
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
