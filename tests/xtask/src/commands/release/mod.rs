//! Whether the next version could be given out: everything short of giving it out.

mod changelog;
mod packages;

use std::fs;

use clap::Args;
use sha2::{Digest, Sha256};

use crate::commands::{package, programs, setup, tidy};
use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::invocation::Invocation;
use crate::project::Project;
use crate::step::{Step, run_all};

/// How strict it is.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Release {
    /// Asks for the section of this version in CHANGELOG.md, with its day, and for everything to be committed;
    /// otherwise entries under `Unreleased` will do.
    #[arg(long = "final")]
    is_final: bool,
}

/// Makes all packages, compiles those of the crates without the repository, and prints the digest of the component that
/// they bring. Nothing is sent anywhere: that is `cargo publish --workspace --allow-dirty`, for the sake of the engine
/// component, which git ignores; and `npm publish target/npm`.
pub(crate) fn run(project: &Project, release: Release) -> TaskResult {
    let path = project.root().join("CHANGELOG.md");
    let changelog = fs::read_to_string(&path).map_err(|cause| TaskError::File { path, cause })?;
    let said = changelog::check(&changelog, env!("CARGO_PKG_VERSION"), release.is_final).map_err(TaskError::Release)?;
    console::line(&said);
    if release.is_final && Invocation::new("git status --porcelain").output(project).is_none_or(|text| !text.is_empty())
    {
        return Err(TaskError::Release("not everything is committed; `git status` shows what".to_owned()));
    }
    run_all(project, &steps(project))
}

fn steps(project: &Project) -> Vec<Step> {
    let again = Invocation::new("cargo test --locked --workspace --test reproducible");
    // The step before it compiles what they hold.
    let publish = Invocation::new("cargo publish --workspace --dry-run --no-verify --allow-dirty --locked");
    let npm = Invocation::new("npm pack --dry-run").argument(project.npm_package());
    vec![
        Step::task("setup", setup::run_for_release, "cargo xtask setup"),
        Step::task("rules of the house", |_| tidy::run(), "cargo xtask tidy"),
        Step::command("engine", programs::build()),
        Step::task("digest of the engine", engine, "cargo xtask release"),
        Step::command("the same bytes again", again),
        Step::task("packages of crates", packages::make, "cargo xtask release"),
        Step::task("compiled from packages", packages::compile, "cargo xtask release"),
        Step::command("as a registry takes them", publish),
        Step::task("npm package", package::run, "cargo xtask package"),
        Step::command("contents for npm", npm),
    ]
}

/// Puts the engine component where its package takes it from, and prints its digest.
fn engine(project: &Project) -> TaskResult {
    let file = project.root().join("guest/artifact/engine.wasm");
    Invocation::of(project.example_programs().join("engine")).argument(&file).run(project)?;
    let bytes = fs::read(&file).map_err(|cause| TaskError::File { path: file, cause })?;
    let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    console::line(&format!("engine.wasm: {} bytes, sha256 {digest}", bytes.len()));
    Ok(())
}
