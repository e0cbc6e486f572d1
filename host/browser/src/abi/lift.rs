//! Reading values that a component left in its memory.

use super::{AbiError, Guest, Layout};

/// The most that one answer may hold, in bytes of the component's memory: 4 MiB, what servers allow too. Without a
/// limit a component could point many lists at the same bytes and fill the page's memory with copies.
pub const LIFTED_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The most that the description of a policy may hold, likewise: 16 MiB. A policy of 10000 roles says much about
/// itself.
pub const DESCRIPTION_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A type that can be read from a component's memory.
pub trait Lift: Layout + Sized {
    /// Reads a value whose bytes are `image`, exactly [`Layout::SIZE`] of them. When these bytes, or what they point
    /// at, are no value of this type, `lifter` keeps the failure and any value comes back.
    fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Self;
}

/// Follows pointers on behalf of [`Lift`], within a budget.
///
/// The first failure is kept here and ends all reading; [`Lifter::value_at`] reports it and gives no value. Fields that
/// had to pass it on, each by itself, would be half of the code.
#[expect(missing_debug_implementations, reason = "it borrows a guest, which need not print itself")]
pub struct Lifter<'g> {
    guest: &'g dyn Guest,
    bytes_left: usize,
    failure: Option<AbiError>,
}

impl<'g> Lifter<'g> {
    /// Reads from `guest`, at most [`LIFTED_BYTES_MAX`] bytes in all.
    #[must_use]
    pub fn new(guest: &'g dyn Guest) -> Self {
        Self::within(guest, LIFTED_BYTES_MAX)
    }

    /// Reads from `guest`, at most `bytes_max` bytes in all.
    #[must_use]
    pub fn within(guest: &'g dyn Guest, bytes_max: usize) -> Self {
        Self { guest, bytes_left: bytes_max, failure: None }
    }

    /// The value at `address`.
    ///
    /// # Errors
    /// An [`AbiError`] when there is none.
    pub fn value_at<T: Lift>(&mut self, address: u32) -> Result<T, AbiError> {
        let image = self.bytes_at(address, T::SIZE, T::ALIGN);
        let value = T::lift(&image, self);
        match self.failure.take() {
            None => Ok(value),
            Some(failure) => Err(failure),
        }
    }

    /// `size` bytes at `address`, which must be a multiple of `align`; no bytes after a failure.
    pub(super) fn bytes_at(&mut self, address: u32, size: usize, align: usize) -> Vec<u8> {
        if self.failure.is_some() {
            return Vec::new();
        }
        self.copied(address, size, align).unwrap_or_else(|failure| {
            self.fail(failure);
            Vec::new()
        })
    }

    /// Keeps a failure, unless there is one already.
    pub(super) fn fail(&mut self, failure: AbiError) {
        self.failure.get_or_insert(failure);
    }

    fn copied(&mut self, address: u32, size: usize, align: usize) -> Result<Vec<u8>, AbiError> {
        let start = usize::try_from(address).map_err(|_| AbiError::OutOfBounds)?;
        if !start.is_multiple_of(align) {
            return Err(AbiError::Misaligned);
        }
        let end = u64::from(address).saturating_add(u64::try_from(size).map_err(|_| AbiError::TooLarge)?);
        if end > self.guest.memory_bytes() {
            return Err(AbiError::OutOfBounds);
        }
        self.bytes_left = self.bytes_left.checked_sub(size).ok_or(AbiError::TooLarge)?;
        let mut bytes = vec![0; size];
        self.guest.read(address, &mut bytes)?;
        Ok(bytes)
    }
}
