//! Numbers and truth values.

use super::{AbiError, Layout, Lift, Lifter, Lower, Lowerer};

macro_rules! integers {
    ($($type:ty),+) => {$(
        impl Layout for $type {
            const SIZE: usize = size_of::<$type>();
            const ALIGN: usize = size_of::<$type>();
            const FLAT: usize = 1;
        }

        impl Lift for $type {
            fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Self {
                if let Ok(bytes) = image.try_into() {
                    return Self::from_le_bytes(bytes);
                }
                lifter.fail(AbiError::OutOfBounds);
                0
            }
        }

        impl Lower for $type {
            fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) {
                match image.as_mut_array() {
                    Some(bytes) => *bytes = self.to_le_bytes(),
                    None => lowerer.fail(AbiError::OutOfBounds),
                }
            }
        }
    )+};
}

integers!(u8, u16, u32, u64, i8, i16, i32, i64);

impl Layout for bool {
    const SIZE: usize = 1;
    const ALIGN: usize = 1;
    const FLAT: usize = 1;
}

/// Any byte but zero is true, as the canonical ABI has it.
impl Lift for bool {
    fn lift(image: &[u8], lifter: &mut Lifter<'_>) -> Self {
        u8::lift(image, lifter) != 0
    }
}

impl Lower for bool {
    fn lower(&self, image: &mut [u8], lowerer: &mut Lowerer<'_>) {
        u8::from(*self).lower(image, lowerer);
    }
}

impl Layout for () {
    const SIZE: usize = 0;
    const ALIGN: usize = 1;
    const FLAT: usize = 0;
}

impl Lift for () {
    fn lift(_: &[u8], _: &mut Lifter<'_>) -> Self {}
}

impl Lower for () {
    fn lower(&self, _: &mut [u8], _: &mut Lowerer<'_>) {}
}
