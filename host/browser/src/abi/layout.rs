//! Sizes and alignments.

use core::ops::Range;

/// A function with more flat parameters than this takes them in memory, by one pointer.
pub const FLAT_PARAMETERS_MAX: usize = 16;
/// A function with more flat results than this gives them in memory, by one pointer.
pub const FLAT_RESULTS_MAX: usize = 1;

/// How a type is laid out in the component's memory.
pub trait Layout {
    /// Bytes that a value takes, a multiple of [`Self::ALIGN`].
    const SIZE: usize;
    /// A value's address is a multiple of this power of two.
    const ALIGN: usize;
    /// How many core values it takes when it is passed without memory.
    const FLAT: usize;
}

/// The smallest multiple of `align` that is not below `offset`.
pub(super) const fn align_to(offset: usize, align: usize) -> usize {
    offset.div_ceil(align) * align
}

/// A running total while the fields of a record are laid out one after another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    size: usize,
    align: usize,
    flat: usize,
}

impl Record {
    pub(super) const fn new() -> Self {
        Self { size: 0, align: 1, flat: 0 }
    }

    /// Adds a field behind the others.
    pub(super) const fn field<T: Layout + ?Sized>(self) -> Self {
        Self {
            size: align_to(self.size, T::ALIGN) + T::SIZE,
            align: if T::ALIGN > self.align { T::ALIGN } else { self.align },
            flat: self.flat + T::FLAT,
        }
    }

    pub(super) const fn size(self) -> usize {
        align_to(self.size, self.align)
    }

    pub(super) const fn align(self) -> usize {
        self.align
    }

    pub(super) const fn flat(self) -> usize {
        self.flat
    }
}

/// A running maximum over the payloads of a variant with at most 256 cases, whose number takes one byte.
#[derive(Debug, Clone, Copy)]
pub(super) struct Variant {
    payload_size: usize,
    payload_align: usize,
    payload_flat: usize,
}

impl Variant {
    pub(super) const fn new() -> Self {
        Self { payload_size: 0, payload_align: 1, payload_flat: 0 }
    }

    /// Adds a case with this payload.
    pub(super) const fn case<T: Layout + ?Sized>(self) -> Self {
        Self {
            payload_size: if T::SIZE > self.payload_size { T::SIZE } else { self.payload_size },
            payload_align: if T::ALIGN > self.payload_align { T::ALIGN } else { self.payload_align },
            payload_flat: if T::FLAT > self.payload_flat { T::FLAT } else { self.payload_flat },
        }
    }

    /// Where the payload starts, whichever case it is of.
    pub(super) const fn payload_offset(self) -> usize {
        align_to(1, self.payload_align)
    }

    pub(super) const fn size(self) -> usize {
        align_to(self.payload_offset() + self.payload_size, self.payload_align)
    }

    pub(super) const fn align(self) -> usize {
        self.payload_align
    }

    pub(super) const fn flat(self) -> usize {
        1 + self.payload_flat
    }
}

/// Finds the places of a record's fields, one after another; a place outside the image has no bytes.
#[derive(Debug, Default)]
pub(super) struct Fields {
    offset: usize,
}

impl Fields {
    /// The bytes of the next field, which is a `T`.
    #[inline(never)]
    pub(super) fn next<'i, T: Layout + ?Sized>(&mut self, image: &'i [u8]) -> &'i [u8] {
        image.get(self.advance(T::SIZE, T::ALIGN)).unwrap_or_default()
    }

    /// The bytes of the next field, which is a `T`, to write it.
    #[inline(never)]
    pub(super) fn next_mut<'i, T: Layout + ?Sized>(&mut self, image: &'i mut [u8]) -> &'i mut [u8] {
        image.get_mut(self.advance(T::SIZE, T::ALIGN)).unwrap_or_default()
    }

    #[inline(never)]
    fn advance(&mut self, size: usize, align: usize) -> Range<usize> {
        let start = align_to(self.offset, align);
        self.offset = start + size;
        start..self.offset
    }
}

/// The payload of type `T` at `offset`; no bytes when the image is shorter, which is none of any value.
pub(super) fn payload<T: Layout + ?Sized>(image: &[u8], offset: usize) -> &[u8] {
    image.get(offset..offset + T::SIZE).unwrap_or_default()
}

/// The payload of type `T` at `offset`, to write it.
pub(super) fn payload_mut<T: Layout + ?Sized>(image: &mut [u8], offset: usize) -> &mut [u8] {
    image.get_mut(offset..offset + T::SIZE).unwrap_or_default()
}
