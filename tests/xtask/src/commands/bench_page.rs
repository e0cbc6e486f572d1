//! The figures of a page.

use crate::commands::{programs, setup};
use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// The policy that is measured.
const DOCUMENT: &str = "guest/policies/flexera-one.toml";
/// Where its component goes.
const COMPONENT: &str = "target/bench-page.wasm";

/// Builds the policy and measures it in Chromium beside Cedar's engine for pages, which npm brings. What runs in the
/// page is built as pages get it.
pub(crate) fn run(project: &Project) -> TaskResult {
    setup::run_for_bench_page(project)?;
    programs::build().run(project)?;
    let build = Invocation::of(project.programs().join("guestpass")).arguments("policy build --output");
    build.argument(COMPONENT).argument(DOCUMENT).run(project)?;
    Invocation::of(project.programs().join("bench-page")).argument(COMPONENT).run(project)
}
