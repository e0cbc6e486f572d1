//! A component's memory without a component.

use anyhow::{Context, Result};
use guestpass_browser::abi::{AbiError, Guest, GuestFunction, Lift, Lifter, Lower, Lowerer};
use guestpass_browser::{CallError, LoadError};

/// The lowest address that is given out: a pointer of zero stays a mistake.
const FIRST_ADDRESS: usize = 1024;

/// A memory with an allocator that never frees, and no functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MockGuest {
    memory: Vec<u8>,
    limit: usize,
}

impl MockGuest {
    /// A memory that may grow to `limit` bytes.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { memory: vec![0; FIRST_ADDRESS], limit }
    }

    /// A memory that holds `bytes` and nothing else, from address 0.
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Self {
        let limit = bytes.len();
        Self { memory: bytes, limit }
    }

    /// Lowers `value` and says where it is.
    ///
    /// # Errors
    /// When the memory is full.
    pub fn place<T: Lower + ?Sized>(&mut self, value: &T) -> Result<u32> {
        Lowerer::new(self).place(value).context("the memory is full")
    }

    /// Lifts what lies at `address`.
    ///
    /// # Errors
    /// [`AbiError`] when that is no `T`.
    pub fn value_at<T: Lift>(&self, address: u32) -> Result<T, AbiError> {
        Lifter::new(self).value_at(address)
    }

    /// Everything that has been written.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.memory
    }

    /// Replaces one byte; does nothing outside the memory.
    pub fn poke(&mut self, address: usize, byte: u8) {
        if let Some(place) = self.memory.get_mut(address) {
            *place = byte;
        }
    }
}

impl Guest for MockGuest {
    fn read(&self, address: u32, bytes: &mut [u8]) -> Result<(), AbiError> {
        let start = usize::try_from(address).map_err(|_| AbiError::OutOfBounds)?;
        let end = start.checked_add(bytes.len()).ok_or(AbiError::OutOfBounds)?;
        bytes.copy_from_slice(self.memory.get(start..end).ok_or(AbiError::OutOfBounds)?);
        Ok(())
    }

    fn memory_bytes(&self) -> u64 {
        u64::try_from(self.memory.len()).unwrap_or(u64::MAX)
    }

    fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), AbiError> {
        let start = usize::try_from(address).map_err(|_| AbiError::OutOfBounds)?;
        let end = start.checked_add(bytes.len()).ok_or(AbiError::OutOfBounds)?;
        self.memory.get_mut(start..end).ok_or(AbiError::OutOfBounds)?.copy_from_slice(bytes);
        Ok(())
    }

    fn allocate(&mut self, size: u32, align: u32) -> Result<u32, CallError> {
        let full = || CallError::Trap { reason: "the memory is full".to_owned() };
        let align = usize::try_from(align).map_err(|_| full())?;
        let start = self.memory.len().checked_next_multiple_of(align).ok_or_else(full)?;
        let end = start.checked_add(usize::try_from(size).map_err(|_| full())?).ok_or_else(full)?;
        if end > self.limit {
            return Err(full());
        }
        self.memory.resize(end, 0);
        u32::try_from(start).map_err(|_| full())
    }

    fn call(&mut self, function: GuestFunction, _: Option<u32>) -> Result<u32, CallError> {
        Err(CallError::Trap { reason: LoadError::MissingExport { name: function.export().to_owned() }.to_string() })
    }

    fn post_return(&mut self, _: GuestFunction, _: u32) -> Result<(), CallError> {
        Ok(())
    }
}
