//! The whole, on sample organisations.

use crate::commands::console;
use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// Builds the console and runs the server with it, until somebody ends it. It prints the address to open.
pub(crate) fn run(project: &Project) -> TaskResult {
    console::run(project)?;
    Invocation::new("cargo run --locked -p guestpass-cli -- serve --demo --console web-demo/dist").run(project)
}
