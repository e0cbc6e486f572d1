//! The npm package of the browser host.

use crate::commands::setup;
use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// Builds the package into `target/npm` and prints what it costs a page.
pub(crate) fn run(project: &Project) -> TaskResult {
    setup::run_for_package(project)?;
    Invocation::new("cargo run --locked -p guestpass-browser-tests --bin package").run(project)
}
