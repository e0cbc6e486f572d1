//! The component's core module, instantiated by itself as a page does.

use guestpass_browser::abi::{AbiError, Guest, GuestFunction};
use guestpass_browser::{CallError, core_module};
use wasmtime::{Engine, Instance, Memory, Module, Store, TypedFunc};

pub struct CoreGuest {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
    allocate: TypedFunc<(u32, u32, u32, u32), u32>,
}

impl CoreGuest {
    pub fn start(component: &[u8]) -> Self {
        let module = &component[core_module(component).expect("one core module")];
        let engine = Engine::default();
        let module = Module::new(&engine, module).expect("a module");
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &module, &[]).expect("it imports nothing");
        let memory = instance.get_memory(&mut store, "memory").expect("a memory");
        let allocate = instance.get_typed_func(&mut store, "cabi_realloc").expect("an allocator");
        Self { store, instance, memory, allocate }
    }
}

fn trap(error: impl std::fmt::Display) -> CallError {
    CallError::Trap { reason: error.to_string() }
}

impl Guest for CoreGuest {
    fn read(&self, address: u32, bytes: &mut [u8]) -> Result<(), AbiError> {
        let address = usize::try_from(address).map_err(|_| AbiError::OutOfBounds)?;
        self.memory.read(&self.store, address, bytes).map_err(|_| AbiError::OutOfBounds)
    }

    fn memory_bytes(&self) -> u64 {
        u64::try_from(self.memory.data_size(&self.store)).expect("small")
    }

    fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), AbiError> {
        let address = usize::try_from(address).map_err(|_| AbiError::OutOfBounds)?;
        self.memory.write(&mut self.store, address, bytes).map_err(|_| AbiError::OutOfBounds)
    }

    fn allocate(&mut self, size: u32, align: u32) -> Result<u32, CallError> {
        self.allocate.call(&mut self.store, (0, 0, align, size)).map_err(trap)
    }

    fn call(&mut self, function: GuestFunction, parameters: Option<u32>) -> Result<u32, CallError> {
        let name = function.export();
        match parameters {
            Some(address) => {
                let call = self.instance.get_typed_func::<u32, u32>(&mut self.store, name).map_err(trap)?;
                call.call(&mut self.store, address).map_err(trap)
            }
            None => {
                let call = self.instance.get_typed_func::<(), u32>(&mut self.store, name).map_err(trap)?;
                call.call(&mut self.store, ()).map_err(trap)
            }
        }
    }

    fn post_return(&mut self, function: GuestFunction, address: u32) -> Result<(), CallError> {
        let name = function.post_return_export();
        let call = self.instance.get_typed_func::<u32, ()>(&mut self.store, name).map_err(trap)?;
        call.call(&mut self.store, address).map_err(trap)
    }
}
