//! Known vulnerabilities.

use crate::commands::setup;
use crate::console;
use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// Compares `Cargo.lock` with the advisory database of the Rust project. The database is fetched, so this needs a
/// network and is not part of `cargo xtask test`.
pub(crate) fn run(project: &Project) -> TaskResult {
    setup::install_cargo_deny(project)?;
    console::line("fetches the advisory database of the Rust project; this needs a network");
    Invocation::of(project.cargo_deny()).arguments("--locked check advisories").run(project)
}
