//! Lists, options, results and tuples of any other type.

use super::layout::{Fields, Record, Variant, payload, payload_mut};
use super::text::{read_slice, write_slice};
use super::{AbiError, Layout, Lift, Lifter, Lower, Lowerer};

impl<T: Layout + ?Sized> Layout for &T {
    const SIZE: usize = T::SIZE;
    const ALIGN: usize = T::ALIGN;
    const FLAT: usize = T::FLAT;
}

impl<T: Lower + ?Sized> Lower for &T {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) {
        (**self).lower(image, lowerer);
    }
}

impl<T> Layout for [T] {
    const SIZE: usize = str::SIZE;
    const ALIGN: usize = str::ALIGN;
    const FLAT: usize = str::FLAT;
}

impl<T: Lower> Lower for [T] {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) {
        const { assert!(T::SIZE > 0, "the contract has no lists of nothing") };
        let address = lowerer.place_all(self);
        write_slice(image, address, self.len(), lowerer);
    }
}

impl<T> Layout for Vec<T> {
    const SIZE: usize = str::SIZE;
    const ALIGN: usize = str::ALIGN;
    const FLAT: usize = str::FLAT;
}

impl<T: Lower> Lower for Vec<T> {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) {
        self.as_slice().lower(image, lowerer);
    }
}

impl<T: Lift> Lift for Vec<T> {
    fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Self {
        const { assert!(T::SIZE > 0, "the contract has no lists of nothing") };
        let (address, length) = read_slice(image, lifter);
        let items = lifter.bytes_at(address, length.saturating_mul(T::SIZE), T::ALIGN);
        items.chunks_exact(T::SIZE).map(|item| T::lift(item, lifter)).collect()
    }
}

impl<T: Layout> Layout for Option<T> {
    const SIZE: usize = Variant::new().case::<T>().size();
    const ALIGN: usize = Variant::new().case::<T>().align();
    const FLAT: usize = Variant::new().case::<T>().flat();
}

impl<T: Lower> Lower for Option<T> {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) {
        u8::from(self.is_some()).lower(payload_mut::<u8>(image, 0), lowerer);
        if let Some(value) = self {
            let offset = const { Variant::new().case::<T>().payload_offset() };
            value.lower(payload_mut::<T>(image, offset), lowerer);
        }
    }
}

impl<T: Lift> Lift for Option<T> {
    fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Self {
        match u8::lift(payload::<u8>(image, 0), lifter) {
            0 => None,
            1 => {
                let offset = const { Variant::new().case::<T>().payload_offset() };
                Some(T::lift(payload::<T>(image, offset), lifter))
            }
            _ => {
                lifter.fail(AbiError::UnknownCase);
                None
            }
        }
    }
}

impl<T: Layout, E: Layout> Layout for Result<T, E> {
    const SIZE: usize = Variant::new().case::<T>().case::<E>().size();
    const ALIGN: usize = Variant::new().case::<T>().case::<E>().align();
    const FLAT: usize = Variant::new().case::<T>().case::<E>().flat();
}

impl<T: Lower, E: Lower> Lower for Result<T, E> {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) {
        let offset = const { Variant::new().case::<T>().case::<E>().payload_offset() };
        u8::from(self.is_err()).lower(payload_mut::<u8>(image, 0), lowerer);
        match self {
            Ok(value) => value.lower(payload_mut::<T>(image, offset), lowerer),
            Err(error) => error.lower(payload_mut::<E>(image, offset), lowerer),
        }
    }
}

impl<T: Lift, E: Lift> Lift for Result<T, E> {
    fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Self {
        let offset = const { Variant::new().case::<T>().case::<E>().payload_offset() };
        let number = u8::lift(payload::<u8>(image, 0), lifter);
        if number > 1 {
            lifter.fail(AbiError::UnknownCase);
        }
        match number {
            0 => Ok(T::lift(payload::<T>(image, offset), lifter)),
            _ => Err(E::lift(payload::<E>(image, offset), lifter)),
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
            fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) {
                let mut fields = Fields::default();
                $(self.$field.lower(fields.next_mut::<$type>(image), lowerer);)+
            }
        }

        impl<$($type: Lift),+> Lift for ($($type,)+) {
            fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Self {
                let mut fields = Fields::default();
                ($($type::lift(fields.next::<$type>(image), lifter),)+)
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2, D 3);
