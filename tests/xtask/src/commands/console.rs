//! The console: the npm package of the browser host, and the page that is built with it.

use crate::commands::{package, setup};
use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// Builds the npm package and then the console, into the folder `dist` of `web-demo`.
pub(crate) fn run(project: &Project) -> TaskResult {
    package::run(project)?;
    build(project)
}

/// Builds the console with the npm package that is there.
pub(crate) fn build(project: &Project) -> TaskResult {
    setup::run_for_console(project)?;
    Invocation::new("npm --prefix web-demo ci --no-audit --no-fund").run(project)?;
    Invocation::new("npm --prefix web-demo run build").run(project)
}
