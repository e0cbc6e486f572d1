//! Writing values into a component's memory.

use super::{AbiError, Guest, Layout};
use crate::error::CallError;

/// A type that can be written into a component's memory.
pub trait Lower: Layout {
    /// Writes a value into `image`, exactly [`Layout::SIZE`] zeroes, and what it points at into the component's memory.
    ///
    /// # Errors
    /// A [`CallError`] when the component has no room for it.
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) -> Result<(), CallError>;
}

/// Makes allocations on behalf of [`Lower`]: one for each string and list, because the component frees each by itself.
#[expect(missing_debug_implementations, reason = "it borrows a guest, which need not print itself")]
pub struct Lowerer<'g> {
    guest: &'g mut dyn Guest,
}

impl<'g> Lowerer<'g> {
    /// Writes to `guest`.
    pub fn new(guest: &'g mut dyn Guest) -> Self {
        Self { guest }
    }

    /// Writes `value` into an allocation of its own and says where that is.
    ///
    /// # Errors
    /// A [`CallError`] when the component has no room for it, or gives room that it does not have.
    pub fn place<T: Lower + ?Sized>(&mut self, value: &T) -> Result<u32, CallError> {
        let address = self.allocate(T::SIZE, T::ALIGN)?;
        let mut image = vec![0; T::SIZE];
        value.lower(&mut image, self)?;
        self.guest.write(address, &image)?;
        Ok(address)
    }

    /// Writes `values` one after another into an allocation of their own and says where that is.
    pub(super) fn place_all<T: Lower>(&mut self, values: &[T]) -> Result<u32, CallError> {
        let size = T::SIZE.checked_mul(values.len()).ok_or(AbiError::TooLarge)?;
        let address = self.allocate(size, T::ALIGN)?;
        let mut image = vec![0; size];
        for (value, bytes) in values.iter().zip(image.chunks_exact_mut(T::SIZE)) {
            value.lower(bytes, self)?;
        }
        self.guest.write(address, &image)?;
        Ok(address)
    }

    /// Writes `bytes` into an allocation of their own and says where that is.
    pub(super) fn place_bytes(&mut self, bytes: &[u8]) -> Result<u32, CallError> {
        let address = self.allocate(bytes.len(), 1)?;
        self.guest.write(address, bytes)?;
        Ok(address)
    }

    /// Room that the component gives, checked as the canonical ABI demands.
    fn allocate(&mut self, size: usize, align: usize) -> Result<u32, CallError> {
        let size = u32::try_from(size).map_err(|_| AbiError::TooLarge)?;
        let align = u32::try_from(align).map_err(|_| AbiError::TooLarge)?;
        let address = self.guest.allocate(size, align)?;
        if !address.is_multiple_of(align) {
            return Err(AbiError::Misaligned.into());
        }
        if u64::from(address).saturating_add(u64::from(size)) > self.guest.memory_bytes() {
            return Err(AbiError::OutOfBounds.into());
        }
        Ok(address)
    }
}
