//! The npm package of the browser host.

use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// Builds the package into the target folder.
pub(crate) fn run(project: &Project) -> TaskResult {
    Invocation::new("cargo run --locked -p guestpass-browser-tests --bin package").run(project)
}
