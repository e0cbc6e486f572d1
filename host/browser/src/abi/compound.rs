//! Lists, options, results and tuples of any other type.

use super::layout::{Fields, Record, Variant, payload, payload_mut};
use super::text::{read_slice, write_slice};
use super::{AbiError, Layout, Lift, Lifter, Lower, Lowerer};
use crate::error::CallError;

impl<T: Layout + ?Sized> Layout for &T {
    const SIZE: usize = T::SIZE;
    const ALIGN: usize = T::ALIGN;
    const FLAT: usize = T::FLAT;
}

impl<T: Lower + ?Sized> Lower for &T {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) -> Result<(), CallError> {
        (**self).lower(image, lowerer)
    }
}

impl<T> Layout for [T] {
    const SIZE: usize = str::SIZE;
    const ALIGN: usize = str::ALIGN;
    const FLAT: usize = str::FLAT;
}

impl<T: Lower> Lower for [T] {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) -> Result<(), CallError> {
        const { assert!(T::SIZE > 0, "the contract has no lists of nothing") };
        let address = lowerer.place_all(self)?;
        write_slice(image, address, self.len(), lowerer)
    }
}

impl<T> Layout for Vec<T> {
    const SIZE: usize = str::SIZE;
    const ALIGN: usize = str::ALIGN;
    const FLAT: usize = str::FLAT;
}

impl<T: Lower> Lower for Vec<T> {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) -> Result<(), CallError> {
        self.as_slice().lower(image, lowerer)
    }
}

impl<T: Lift> Lift for Vec<T> {
    fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Result<Self, AbiError> {
        const { assert!(T::SIZE > 0, "the contract has no lists of nothing") };
        let (address, length) = read_slice(image, lifter)?;
        let size = length.checked_mul(T::SIZE).ok_or(AbiError::TooLarge)?;
        let items = lifter.bytes_at(address, size, T::ALIGN)?;
        items.chunks_exact(T::SIZE).map(|item| T::lift(item, lifter)).collect()
    }
}

impl<T: Layout> Layout for Option<T> {
    const SIZE: usize = Variant::new().case::<T>().size();
    const ALIGN: usize = Variant::new().case::<T>().align();
    const FLAT: usize = Variant::new().case::<T>().flat();
}

impl<T: Lower> Lower for Option<T> {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) -> Result<(), CallError> {
        u8::from(self.is_some()).lower(payload_mut::<u8>(image, 0)?, lowerer)?;
        match self {
            Some(value) => {
                value.lower(payload_mut::<T>(image, const { Variant::new().case::<T>().payload_offset() })?, lowerer)
            }
            None => Ok(()),
        }
    }
}

impl<T: Lift> Lift for Option<T> {
    fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Result<Self, AbiError> {
        match u8::lift(payload::<u8>(image, 0)?, lifter)? {
            0 => Ok(None),
            1 => {
                let offset = const { Variant::new().case::<T>().payload_offset() };
                T::lift(payload::<T>(image, offset)?, lifter).map(Some)
            }
            _ => Err(AbiError::UnknownCase),
        }
    }
}

impl<T: Layout, E: Layout> Layout for Result<T, E> {
    const SIZE: usize = Variant::new().case::<T>().case::<E>().size();
    const ALIGN: usize = Variant::new().case::<T>().case::<E>().align();
    const FLAT: usize = Variant::new().case::<T>().case::<E>().flat();
}

impl<T: Lower, E: Lower> Lower for Result<T, E> {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) -> Result<(), CallError> {
        let offset = const { Variant::new().case::<T>().case::<E>().payload_offset() };
        u8::from(self.is_err()).lower(payload_mut::<u8>(image, 0)?, lowerer)?;
        match self {
            Ok(value) => value.lower(payload_mut::<T>(image, offset)?, lowerer),
            Err(error) => error.lower(payload_mut::<E>(image, offset)?, lowerer),
        }
    }
}

impl<T: Lift, E: Lift> Lift for Result<T, E> {
    fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Result<Self, AbiError> {
        let offset = const { Variant::new().case::<T>().case::<E>().payload_offset() };
        match u8::lift(payload::<u8>(image, 0)?, lifter)? {
            0 => Ok(Ok(T::lift(payload::<T>(image, offset)?, lifter)?)),
            1 => Ok(Err(E::lift(payload::<E>(image, offset)?, lifter)?)),
            _ => Err(AbiError::UnknownCase),
        }
    }
}

macro_rules! tuple {
    ($($type:ident $field:tt),+) => {
        impl<$($type: Layout),+> Layout for ($($type,)+) {
            const SIZE: usize = Record::new()$(.field::<$type>())+.size();
            const ALIGN: usize = Record::new()$(.field::<$type>())+.align();
            const FLAT: usize = Record::new()$(.field::<$type>())+.flat();
        }

        impl<$($type: Lower),+> Lower for ($($type,)+) {
            fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) -> Result<(), CallError> {
                let mut fields = Fields::default();
                $(self.$field.lower(fields.next_mut::<$type>(image)?, lowerer)?;)+
                Ok(())
            }
        }

        impl<$($type: Lift),+> Lift for ($($type,)+) {
            fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Result<Self, AbiError> {
                let mut fields = Fields::default();
                Ok(($($type::lift(fields.next::<$type>(image)?, lifter)?,)+))
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2, D 3);
