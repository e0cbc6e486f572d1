//! Strings: a pointer and a length in bytes, the content in an allocation of its own.

use super::layout::{Fields, Record};
use super::{AbiError, Layout, Lift, Lifter, Lower, Lowerer};

/// A pointer and a length.
const SLICE: Record = Record::new().field::<u32>().field::<u32>();

impl Layout for str {
    const SIZE: usize = SLICE.size();
    const ALIGN: usize = SLICE.align();
    const FLAT: usize = SLICE.flat();
}

impl Lower for str {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) {
        let address = lowerer.place_bytes(self.as_bytes());
        write_slice(image, address, self.len(), lowerer);
    }
}

impl Layout for String {
    const SIZE: usize = str::SIZE;
    const ALIGN: usize = str::ALIGN;
    const FLAT: usize = str::FLAT;
}

impl Lower for String {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) {
        self.as_str().lower(image, lowerer);
    }
}

impl Lift for String {
    fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Self {
        let (address, length) = read_slice(image, lifter);
        Self::from_utf8(lifter.bytes_at(address, length, 1)).unwrap_or_else(|_| {
            lifter.fail(AbiError::NotUtf8);
            Self::new()
        })
    }
}

/// Writes the pointer and the length of a string or list.
pub(super) fn write_slice(image: &mut [u8], address: u32, length: usize, lowerer: &mut Lowerer<'_>) {
    let length = u32::try_from(length).unwrap_or_else(|_| {
        lowerer.fail(AbiError::TooLarge);
        0
    });
    let mut fields = Fields::default();
    address.lower(fields.next_mut::<u32>(image), lowerer);
    length.lower(fields.next_mut::<u32>(image), lowerer);
}

/// Reads the pointer and the length of a string or list.
pub(super) fn read_slice(image: &[u8], lifter: &mut Lifter<'_>) -> (u32, usize) {
    let mut fields = Fields::default();
    let address = u32::lift(fields.next::<u32>(image), lifter);
    let length = u32::lift(fields.next::<u32>(image), lifter);
    (address, usize::try_from(length).unwrap_or(usize::MAX))
}
