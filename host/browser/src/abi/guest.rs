//! The component, as the ABI sees it.

use super::AbiError;
use crate::error::CallError;

/// A function of the contract that a host calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuestFunction {
    /// `describe`.
    Describe,
    /// `check`.
    Check,
    /// `review`.
    Review,
}

impl GuestFunction {
    /// Every function, in the order of the contract.
    pub const ALL: [Self; 3] = [Self::Describe, Self::Check, Self::Review];

    /// The name of the core export that does the work.
    #[must_use]
    pub const fn export(self) -> &'static str {
        match self {
            Self::Describe => "guestpass:policy/evaluation@0.2.0#describe",
            Self::Check => "guestpass:policy/evaluation@0.2.0#check",
            Self::Review => "guestpass:policy/evaluation@0.2.0#review",
        }
    }

    /// The name of the core export that frees a result after it has been read.
    #[must_use]
    pub const fn post_return_export(self) -> &'static str {
        match self {
            Self::Describe => "cabi_post_guestpass:policy/evaluation@0.2.0#describe",
            Self::Check => "cabi_post_guestpass:policy/evaluation@0.2.0#check",
            Self::Review => "cabi_post_guestpass:policy/evaluation@0.2.0#review",
        }
    }
}

/// An instance of a policy's core module. Addresses are positions in its memory, in bytes.
pub trait Guest {
    /// Fills `bytes` from the memory at `address`.
    ///
    /// # Errors
    /// [`AbiError::OutOfBounds`] unless all of it lies inside the memory.
    fn read(&self, address: u32, bytes: &mut [u8]) -> Result<(), AbiError>;

    /// How many bytes the memory has.
    fn memory_bytes(&self) -> u64;

    /// Writes `bytes` into the memory at `address`.
    ///
    /// # Errors
    /// [`AbiError::OutOfBounds`] unless all of it lies inside the memory; the memory is then unchanged.
    fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), AbiError>;

    /// Asks the component for `size` bytes at a multiple of `align`. What it answers may be any number.
    ///
    /// # Errors
    /// [`CallError::Trap`] when it stops, as it does when its memory is full.
    fn allocate(&mut self, size: u32, align: u32) -> Result<u32, CallError>;

    /// Calls `function`, with the address of its parameters when it takes any, and gives the address of its result.
    ///
    /// # Errors
    /// [`CallError::Trap`] when it stops.
    fn call(&mut self, function: GuestFunction, parameters: Option<u32>) -> Result<u32, CallError>;

    /// Lets the component free the result at `address`. A component that has nothing to free may lack the export.
    ///
    /// # Errors
    /// [`CallError::Trap`] when it stops.
    fn post_return(&mut self, function: GuestFunction, address: u32) -> Result<(), CallError>;
}
