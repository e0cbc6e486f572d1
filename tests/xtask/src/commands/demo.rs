//! The whole, on sample organisations.

use crate::commands::{console, programs, setup};
use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// Builds the console and runs the server with it, until somebody ends it. It prints the address to open. Whoever
/// runs this and the tests compiles wasmtime once.
pub(crate) fn run(project: &Project) -> TaskResult {
    setup::run_for_package(project)?;
    programs::build().run(project)?;
    Invocation::of(project.programs().join("package")).run(project)?;
    console::build(project)?;
    let serve = Invocation::of(project.programs().join("guestpass"));
    serve.arguments("serve --demo --console web-demo/dist").run(project)
}
