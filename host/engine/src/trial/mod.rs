//! Compiles a stranger's component in a child process first, where it can do no harm.
//!
//! Compilation is the one thing that wasmtime does not bound: a small component can be made to take very long to
//! compile, or very much memory. So a component that is not the engine's own code is first compiled by a child, which
//! has [`Limits::compile_memory_bytes_max`](crate::Limits::compile_memory_bytes_max) of memory, is killed after
//! [`Limits::compile_deadline`](crate::Limits::compile_deadline), and takes no more than one processor. What it made is
//! thrown away: machine code is never taken from outside, not even from there. Only if that went well does this
//! process compile the component itself. Policies that `guestpass policy build` made need no trial.
//!
//! The child is this very program once more. Whoever embeds the crate lets it take over, first thing in `main`:
//!
//! ```no_run
//! use guestpass::{Limits, Runtime, trial::{self, TrialCommand}};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     trial::serve_if_asked();
//!     let runtime = Runtime::with_trial(Limits::default(), TrialCommand::this_program()?)?;
//!     // A component of whatever origin can be loaded now.
//! #   Ok(())
//! }
//! ```

mod child;
mod command;
mod parent;

pub use child::serve_if_asked;
pub use command::TrialCommand;
pub(crate) use parent::compile;
