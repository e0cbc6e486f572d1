//! The main job on a sample.

use crate::commands::setup;
use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// Builds the sample policy, asks both hosts the same questions and prints their answers side by side.
pub(crate) fn run(project: &Project) -> TaskResult {
    setup::run_for_demo(project)?;
    Invocation::new("cargo run --locked -p guestpass-engines --bin demo").run(project)
}
