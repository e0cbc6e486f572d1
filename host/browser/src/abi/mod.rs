//! The canonical ABI of the component model, as far as `wit/policy.wit` needs it: 32-bit memory, UTF-8 strings, no
//! resources, no floats.
//!
//! A value that crosses the boundary is laid out in the component's memory: records field after field, each at the next
//! multiple of its alignment; strings and lists as a pointer and a length, with the content in an allocation of its own
//! that the component made and will free; variants as a number and a payload behind it.
//!
//! - [`Layout`] says how large a type is and how it is aligned.
//! - [`Lower`] writes a value into the component's memory, [`Lift`] reads one out of it and trusts nothing it reads.
//! - [`Guest`] is the component: its memory, its allocator, its functions. The page has one made of JavaScript objects,
//!   the tests have others, so that this code is proved without a browser.
//! - [`describe`], [`check`] and [`review`] are the calls.

mod call;
mod compound;
mod contract;
mod guest;
mod layout;
mod lift;
mod lower;
mod macros;
mod primitive;
mod text;

pub use call::{check, describe, review};
pub use guest::{Guest, GuestFunction};
pub use layout::{FLAT_PARAMETERS_MAX, FLAT_RESULTS_MAX, Layout};
pub use lift::{DESCRIPTION_BYTES_MAX, LIFTED_BYTES_MAX, Lift, Lifter};
pub use lower::{Lower, Lowerer};

/// Why a value could not be read from the component, or written to it. A component that keeps the ABI causes none of
/// these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AbiError {
    /// An address outside the component's memory.
    #[error("an address lies outside the policy's memory")]
    OutOfBounds,
    /// An address that is not a multiple of what its type asks for.
    #[error("an address is not aligned")]
    Misaligned,
    /// A number that names no case of an enumeration or variant.
    #[error("a number names no case of its type")]
    UnknownCase,
    /// A string that is not UTF-8.
    #[error("a string is not UTF-8")]
    NotUtf8,
    /// More than [`LIFTED_BYTES_MAX`] bytes in one answer, or [`DESCRIPTION_BYTES_MAX`] in the description, or more
    /// than 4 GiB in one argument.
    #[error("it is larger than allowed")]
    TooLarge,
}
