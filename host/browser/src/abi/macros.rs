//! Derives [`Layout`](super::Layout), [`Lift`](super::Lift) and [`Lower`](super::Lower) for the contract's own types.
//!
//! The fields and cases are listed once, in the order of `wit/policy.wit`. The compiler refuses a list that leaves one
//! out or gives it another type; the tests against wasmtime refuse a wrong order.

/// A record: its fields with their types, in order.
macro_rules! record {
    ($type:ident { $($field:ident: $field_type:ty),+ $(,)? }) => {
        impl $crate::abi::Layout for $type {
            const SIZE: usize = $crate::abi::layout::Record::new()$(.field::<$field_type>())+.size();
            const ALIGN: usize = $crate::abi::layout::Record::new()$(.field::<$field_type>())+.align();
            const FLAT: usize = $crate::abi::layout::Record::new()$(.field::<$field_type>())+.flat();
        }

        impl $crate::abi::Lower for $type {
            fn lower(
                &self,
                image: &mut [u8],
                lowerer: &mut $crate::abi::Lowerer<'_>,
            ) {
                let Self { $($field,)+ } = self;
                let mut fields = $crate::abi::layout::Fields::default();
                $(
                    let place = fields.next_mut::<$field_type>(image);
                    <$field_type as $crate::abi::Lower>::lower($field, place, lowerer);
                )+
            }
        }

        impl $crate::abi::Lift for $type {
            fn lift(
                image: &[u8],
                lifter: &mut $crate::abi::Lifter<'_>,
            ) -> Self {
                let mut fields = $crate::abi::layout::Fields::default();
                Self {
                    $($field: <$field_type as $crate::abi::Lift>::lift(fields.next::<$field_type>(image), lifter),)+
                }
            }
        }
    };
}

/// An enumeration with an `ALL` that lists its values in order. After a number that names none of them, any one comes
/// back: the given one.
macro_rules! enumeration {
    ($type:ident::$any:ident) => {
        impl $crate::abi::Layout for $type {
            const SIZE: usize = 1;
            const ALIGN: usize = 1;
            const FLAT: usize = 1;
        }

        impl $crate::abi::Lower for $type {
            fn lower(&self, image: &mut [u8], lowerer: &mut $crate::abi::Lowerer<'_>) {
                (*self as u8).lower(image, lowerer);
            }
        }

        impl $crate::abi::Lift for $type {
            fn lift(image: &[u8], lifter: &mut $crate::abi::Lifter<'_>) -> Self {
                let number = usize::from(u8::lift(image, lifter));
                Self::ALL.get(number).copied().unwrap_or_else(|| {
                    lifter.fail($crate::abi::AbiError::UnknownCase);
                    Self::$any
                })
            }
        }
    };
}

/// A variant: its cases with their numbers, and a name and type for the payload where there is one.
macro_rules! variant {
    ($type:ident { $($number:literal => $case:ident $(($payload:ident: $payload_type:ty))?),+ $(,)? }) => {
        impl $crate::abi::Layout for $type {
            const SIZE: usize = $crate::abi::layout::Variant::new()$($(.case::<$payload_type>())?)+.size();
            const ALIGN: usize = $crate::abi::layout::Variant::new()$($(.case::<$payload_type>())?)+.align();
            const FLAT: usize = $crate::abi::layout::Variant::new()$($(.case::<$payload_type>())?)+.flat();
        }

        impl $crate::abi::Lower for $type {
            fn lower(
                &self,
                image: &mut [u8],
                lowerer: &mut $crate::abi::Lowerer<'_>,
            ) {
                use $crate::abi::layout::{Variant, payload_mut};
                let offset = const { Variant::new()$($(.case::<$payload_type>())?)+.payload_offset() };
                match self {
                    $(Self::$case $(($payload))? => {
                        let number: u8 = $number;
                        number.lower(payload_mut::<u8>(image, 0), lowerer);
                        $(<$payload_type as $crate::abi::Lower>::lower(
                            $payload, payload_mut::<$payload_type>(image, offset), lowerer,
                        );)?
                    })+
                }
            }
        }

        impl $crate::abi::Lift for $type {
            fn lift(
                image: &[u8],
                lifter: &mut $crate::abi::Lifter<'_>,
            ) -> Self {
                use $crate::abi::layout::{Variant, payload};
                let offset = const { Variant::new()$($(.case::<$payload_type>())?)+.payload_offset() };
                match u8::lift(payload::<u8>(image, 0), lifter) {
                    $($number => Self::$case $((
                        <$payload_type as $crate::abi::Lift>::lift(payload::<$payload_type>(image, offset), lifter)
                    ))?,)+
                    _ => {
                        lifter.fail($crate::abi::AbiError::UnknownCase);
                        // Zeroes are the first case.
                        Self::lift(&[0; <Self as $crate::abi::Layout>::SIZE], lifter)
                    }
                }
            }
        }
    };
}

/// Flags: a number of the given size, one bit each. A component that sets other bits says nothing with them, as the
/// canonical ABI has it.
macro_rules! flags {
    ($type:ident: $bits:ty) => {
        const _: () = assert!($type::FLAGS.len() <= <$bits>::BITS as usize);

        impl $crate::abi::Layout for $type {
            const SIZE: usize = <$bits as $crate::abi::Layout>::SIZE;
            const ALIGN: usize = <$bits as $crate::abi::Layout>::ALIGN;
            const FLAT: usize = 1;
        }

        impl $crate::abi::Lower for $type {
            fn lower(&self, image: &mut [u8], lowerer: &mut $crate::abi::Lowerer<'_>) {
                // Never too large: the assertion above compares the sizes.
                <$bits>::try_from(self.bits()).unwrap_or_default().lower(image, lowerer);
            }
        }

        impl $crate::abi::Lift for $type {
            fn lift(image: &[u8], lifter: &mut $crate::abi::Lifter<'_>) -> Self {
                let bits = u32::from(<$bits>::lift(image, lifter)) & Self::all().bits();
                // Never unknown: these are bits of known flags.
                Self::from_bits(bits).unwrap_or_else(Self::empty)
            }
        }
    };
}

pub(super) use {enumeration, flags, record, variant};
