//! All programs of the workspace at once.

use crate::invocation::Invocation;

/// Builds programs, examples and tests of the whole workspace. Any smaller choice, single packages or programs without
/// the tests, has other features of shared dependencies, and would compile wasmtime once more.
pub(crate) fn build() -> Invocation {
    Invocation::new("cargo build --locked --workspace --bins --examples --tests")
}
