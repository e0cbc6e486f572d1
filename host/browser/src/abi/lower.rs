//! Writing values into a component's memory.

use super::{AbiError, Guest, Layout};
use crate::error::CallError;

/// A type that can be written into a component's memory.
pub trait Lower: Layout {
    /// Writes a value into `image`, exactly [`Layout::SIZE`] zeroes, and what it points at into the component's memory.
    /// What goes wrong is kept in `lowerer`.
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>);
}

/// Makes allocations on behalf of [`Lower`]: one for each string and list, because the component frees each by itself.
///
/// The first failure is kept here and ends all work with the component; [`Lowerer::place`] reports it. Fields that had
/// to pass it on, each by itself, would be half of the code.
#[expect(missing_debug_implementations, reason = "it borrows a guest, which need not print itself")]
pub struct Lowerer<'g> {
    guest: &'g mut dyn Guest,
    failure: Option<CallError>,
}

impl<'g> Lowerer<'g> {
    /// Writes to `guest`.
    pub fn new(guest: &'g mut dyn Guest) -> Self {
        Self { guest, failure: None }
    }

    /// Writes `value` into an allocation of its own and says where that is.
    ///
    /// # Errors
    /// A [`CallError`] when the component has no room for it, or gives room that it does not have.
    pub fn place<T: Lower + ?Sized>(&mut self, value: &T) -> Result<u32, CallError> {
        let address = self.place_image(T::SIZE, T::ALIGN, &mut |image, lowerer| value.lower(image, lowerer));
        match self.failure.take() {
            None => Ok(address),
            Some(failure) => Err(failure),
        }
    }

    /// Writes `values` one after another into an allocation of their own and says where that is.
    pub(super) fn place_all<T: Lower>(&mut self, values: &[T]) -> u32 {
        self.place_image(T::SIZE.saturating_mul(values.len()), T::ALIGN, &mut |image, lowerer| {
            for (value, bytes) in values.iter().zip(image.chunks_exact_mut(T::SIZE)) {
                value.lower(bytes, lowerer);
            }
        })
    }

    /// Writes `bytes` into an allocation of their own and says where that is.
    pub(super) fn place_bytes(&mut self, bytes: &[u8]) -> u32 {
        let address = self.allocate(bytes.len(), 1);
        self.write(address, bytes);
        address
    }

    /// Keeps a failure, unless there is one already.
    pub(super) fn fail(&mut self, failure: impl Into<CallError>) {
        if self.failure.is_none() {
            self.failure = Some(failure.into());
        }
    }

    /// An allocation of `size` bytes, filled with what `fill` makes of as many zeroes.
    fn place_image(&mut self, size: usize, align: usize, fill: &mut dyn FnMut(&mut [u8], &mut Self)) -> u32 {
        let address = self.allocate(size, align);
        if self.failure.is_none() {
            let mut image = vec![0; size];
            fill(&mut image, self);
            self.write(address, &image);
        }
        address
    }

    fn write(&mut self, address: u32, bytes: &[u8]) {
        if self.failure.is_none()
            && let Err(error) = self.guest.write(address, bytes)
        {
            self.fail(error);
        }
    }

    fn allocate(&mut self, size: usize, align: usize) -> u32 {
        if self.failure.is_some() {
            return 0;
        }
        self.allocated(size, align).unwrap_or_else(|failure| {
            self.fail(failure);
            0
        })
    }

    /// Room that the component gives, checked as the canonical ABI demands; that it lies inside the memory is checked
    /// when it is written to, which it always is.
    fn allocated(&mut self, size: usize, align: usize) -> Result<u32, CallError> {
        let size = u32::try_from(size).map_err(|_| AbiError::TooLarge)?;
        let align = u32::try_from(align).map_err(|_| AbiError::TooLarge)?;
        let address = self.guest.allocate(size, align)?;
        if !address.is_multiple_of(align) {
            return Err(AbiError::Misaligned.into());
        }
        Ok(address)
    }
}
