//! Runs a Guestpass policy component in a page.
#![forbid(unsafe_code)]

pub mod abi;
mod error;
mod walk;

pub use error::{CallError, LoadError};
pub use walk::{COMPONENT_BYTES_MAX, core_module};
