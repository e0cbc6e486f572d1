//! The figures.

use std::path::PathBuf;

use clap::Args;

use crate::commands::setup;
use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;
use crate::step::{Step, run_all};

/// What becomes of the figures.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Bench {
    /// Replaces the comparison that README.md shows, instead of writing it to the target folder.
    #[arg(long)]
    record: bool,
}

/// Runs all benchmarks in the release profile, then the same work on the peers and in a page. The peers are a workspace
/// of their own, with a target folder of its own, so that no other build pays for them.
pub(crate) fn run(project: &Project, bench: Bench) -> TaskResult {
    setup::run_for_bench(project)?;
    run_all(project, &steps(project, bench))
}

fn steps(project: &Project, bench: Bench) -> Vec<Step> {
    let target = project.peers();
    let build = Invocation::new("cargo build --release --locked --manifest-path tests/peers/Cargo.toml --target-dir");
    let measure = Invocation::of(target.join("release").join("measure")).argument(results(project, bench));
    // Named together, so that what both need is built once.
    let crates = "--locked -p guestpass-bench -p guestpass-browser-tests";
    vec![
        Step::command("programs", Invocation::new(&format!("cargo build --release {crates} --bin package"))),
        Step::command("benchmarks", Invocation::new(&format!("cargo bench {crates} --bench decisions"))),
        Step::command("page", Invocation::of(project.root().join("target/release/package"))),
        Step::command("peers", build.argument(&target)),
        Step::command("comparison", measure),
    ]
}

fn results(project: &Project, bench: Bench) -> PathBuf {
    if bench.record { project.root().join("tests/peers/results") } else { project.peers().join("results") }
}

#[cfg(test)]
mod tests {
    use super::{Bench, results};
    use crate::project::Project;

    #[test]
    fn only_what_is_recorded_changes_the_repository() {
        let project = Project::find();
        assert!(results(&project, Bench { record: true }).ends_with("tests/peers/results"));
        assert!(results(&project, Bench { record: false }).starts_with(project.peers()));
    }
}
