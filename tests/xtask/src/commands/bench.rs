//! The figures.

use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// Runs all benchmarks in the release profile.
pub(crate) fn run(project: &Project) -> TaskResult {
    Invocation::new("cargo bench --locked -p guestpass-bench").run(project)
}
