//! How values lie in a component's memory: the canonical ABI of the component model, for types that point at nothing.
//!
//! A record is its fields, one after another, each at the next multiple of its alignment. A variant is the number of
//! its case, and the payload behind it at the next multiple of the largest alignment of any case; options are variants
//! of two cases. Numbers are little-endian.
//!
//! Everything here is small and inlined: with the sizes known, the compiler turns a record into plain stores. The page
//! has the same in host/browser, where it is made small instead.

/// Bytes that a type takes, and what its addresses are multiples of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    size: usize,
    align: usize,
}

impl Extent {
    /// That of a record without fields, and of a variant without payloads.
    pub(super) const NOTHING: Self = Self { size: 0, align: 1 };

    const fn of_number(size: usize) -> Self {
        Self { size, align: size }
    }

    /// With one more field behind the others.
    pub(super) const fn field<Field: Plain>(self) -> Self {
        let Extent { size, align } = Field::EXTENT;
        Self { size: align_to(self.size, align) + align_to(size, align), align: larger(self.align, align) }
    }

    /// With one more case beside the others.
    pub(super) const fn case<Payload: Plain>(self) -> Self {
        let Extent { size, align } = Payload::EXTENT;
        Self { size: larger(self.size, align_to(size, align)), align: larger(self.align, align) }
    }

    /// Of a variant whose payloads have this extent.
    pub(super) const fn behind_number(self) -> Self {
        Self { size: self.payload_offset() + self.size, align: self.align }
    }

    /// Where the payload of a variant begins, given the extent of its payloads.
    pub(super) const fn payload_offset(self) -> usize {
        align_to(1, self.align)
    }
}

const fn align_to(offset: usize, align: usize) -> usize {
    offset.next_multiple_of(align)
}

const fn larger(one: usize, other: usize) -> usize {
    if one > other { one } else { other }
}

/// A type whose values lie in memory without pointing at anything.
pub(super) trait Plain: Sized {
    /// Of a value.
    const EXTENT: Extent;
    /// Bytes from one value of a list to the next.
    const SIZE: usize = align_to(Self::EXTENT.size, Self::EXTENT.align);
    /// What addresses are multiples of.
    const ALIGN: usize = Self::EXTENT.align;
}

/// A plain type that goes in.
pub(super) trait Write: Plain {
    /// Writes a value into its bytes. None when there are too few of them.
    fn write(&self, image: &mut [u8]) -> Option<()>;
}

/// A plain type that comes out.
pub(super) trait Read: Plain {
    /// Reads a value from its bytes. None when they are no value of this type.
    fn read(image: &[u8]) -> Option<Self>;
}

/// Finds the fields of a record one after another.
#[derive(Default)]
pub(super) struct Fields {
    offset: usize,
}

impl Fields {
    #[inline(always)]
    fn next<Field: Plain>(&mut self) -> core::ops::Range<usize> {
        let start = align_to(self.offset, Field::ALIGN);
        self.offset = start.wrapping_add(Field::SIZE);
        start..self.offset
    }

    /// Writes the next field.
    #[inline(always)]
    pub(super) fn write<Field: Write>(&mut self, image: &mut [u8], field: &Field) -> Option<()> {
        field.write(image.get_mut(self.next::<Field>())?)
    }

    /// Reads the next field.
    #[inline(always)]
    pub(super) fn read<Field: Read>(&mut self, image: &[u8]) -> Option<Field> {
        Field::read(image.get(self.next::<Field>())?)
    }
}

macro_rules! numbers {
    ($($type:ty),+) => {$(
        impl Plain for $type {
            const EXTENT: Extent = Extent::of_number(size_of::<$type>());
        }

        impl Write for $type {
            #[inline(always)]
            fn write(&self, image: &mut [u8]) -> Option<()> {
                *image.first_chunk_mut()? = self.to_le_bytes();
                Some(())
            }
        }

        impl Read for $type {
            #[inline(always)]
            fn read(image: &[u8]) -> Option<Self> {
                image.first_chunk().map(|&bytes| Self::from_le_bytes(bytes))
            }
        }
    )+};
}

numbers!(u8, u16, u32, u64, i64);

impl Plain for bool {
    const EXTENT: Extent = u8::EXTENT;
}

impl Write for bool {
    #[inline(always)]
    fn write(&self, image: &mut [u8]) -> Option<()> {
        u8::from(*self).write(image)
    }
}

impl<Value: Plain> Plain for Option<Value> {
    const EXTENT: Extent = Extent::NOTHING.case::<Value>().behind_number();
}

impl<Value: Write> Write for Option<Value> {
    #[inline(always)]
    fn write(&self, image: &mut [u8]) -> Option<()> {
        self.is_some().write(image)?;
        match self {
            Some(value) => value.write(image.get_mut(const { Extent::NOTHING.case::<Value>().payload_offset() }..)?),
            None => Some(()),
        }
    }
}

impl<Value: Read> Read for Option<Value> {
    #[inline(always)]
    fn read(image: &[u8]) -> Option<Self> {
        match u8::read(image)? {
            0 => Some(None),
            1 => {
                let payload = image.get(const { Extent::NOTHING.case::<Value>().payload_offset() }..)?;
                Value::read(payload).map(Some)
            }
            _ => None,
        }
    }
}

/// A record that goes in, or that comes out: its fields with their types, in the order of the contract.
macro_rules! record {
    ($type:ident { $($field:ident: $field_type:ty),+ $(,)? } $direction:ident) => {
        impl $crate::direct::layout::Plain for $type {
            const EXTENT: $crate::direct::layout::Extent =
                $crate::direct::layout::Extent::NOTHING$(.field::<$field_type>())+;
        }

        record!(@$direction $type { $($field: $field_type),+ });
    };
    (@goes_in $type:ident { $($field:ident: $field_type:ty),+ }) => {
        impl $crate::direct::layout::Write for $type {
            #[inline(always)]
            fn write(&self, image: &mut [u8]) -> Option<()> {
                let Self { $($field,)+ } = self;
                let mut fields = $crate::direct::layout::Fields::default();
                $(fields.write::<$field_type>(image, $field)?;)+
                Some(())
            }
        }
    };
    (@comes_out $type:ident { $($field:ident: $field_type:ty),+ }) => {
        impl $crate::direct::layout::Read for $type {
            #[inline(always)]
            fn read(image: &[u8]) -> Option<Self> {
                let mut fields = $crate::direct::layout::Fields::default();
                Some(Self { $($field: fields.read::<$field_type>(image)?,)+ })
            }
        }
    };
}

/// A variant that goes in, or that comes out: its cases with their numbers and the types of their payloads.
macro_rules! variant {
    ($type:ident { $($number:literal => $case:ident $(($payload:ty))?),+ $(,)? } $direction:ident) => {
        impl $crate::direct::layout::Plain for $type {
            const EXTENT: $crate::direct::layout::Extent =
                $crate::direct::layout::Extent::NOTHING$($(.case::<$payload>())?)+.behind_number();
        }

        variant!(@$direction $type { $($number => $case $(($payload))?),+ });
    };
    (@goes_in $type:ident { $($number:literal => $case:ident $(($payload:ty))?),+ }) => {
        impl $crate::direct::layout::Write for $type {
            #[inline(always)]
            fn write(&self, image: &mut [u8]) -> Option<()> {
                use $crate::direct::layout::{Extent, Write};
                let offset = const { Extent::NOTHING$($(.case::<$payload>())?)+.payload_offset() };
                match self {
                    $(variant!(@pattern $case payload $($payload)?) => {
                        let number: u8 = $number;
                        number.write(image)?;
                        $(<$payload as Write>::write(payload, image.get_mut(offset..)?)?;)?
                    })+
                }
                Some(())
            }
        }
    };
    (@comes_out $type:ident { $($number:literal => $case:ident $(($payload:ty))?),+ }) => {
        impl $crate::direct::layout::Read for $type {
            #[inline(always)]
            fn read(image: &[u8]) -> Option<Self> {
                use $crate::direct::layout::{Extent, Read};
                let offset = const { Extent::NOTHING$($(.case::<$payload>())?)+.payload_offset() };
                match u8::read(image)? {
                    $($number => Some(Self::$case $((<$payload as Read>::read(image.get(offset..)?)?))?),)+
                    _ => None,
                }
            }
        }
    };
    (@pattern $case:ident $binding:ident) => { Self::$case };
    (@pattern $case:ident $binding:ident $payload:ty) => { Self::$case($binding) };
}

/// Enumerations that go in, or that come out.
macro_rules! enumerations {
    ($($type:ident),+; $direction:ident) => {$(
        impl $crate::direct::layout::Plain for $type {
            const EXTENT: $crate::direct::layout::Extent = <u8 as $crate::direct::layout::Plain>::EXTENT;
        }

        enumerations!(@$direction $type);
    )+};
    (@goes_in $type:ident) => {
        impl $crate::direct::layout::Write for $type {
            #[inline(always)]
            fn write(&self, image: &mut [u8]) -> Option<()> {
                (*self as u8).write(image)
            }
        }
    };
    (@comes_out $type:ident) => {
        impl $crate::direct::layout::Read for $type {
            #[inline(always)]
            fn read(image: &[u8]) -> Option<Self> {
                Self::ALL.get(usize::from(u8::read(image)?)).copied()
            }
        }
    };
}

pub(super) use {enumerations, record, variant};
