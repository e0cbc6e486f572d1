//! The figures.

use std::path::PathBuf;

use clap::Args;

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

/// Runs all benchmarks in the release profile, then the same work on the peers. The peers are a workspace of their own,
/// with a target folder of its own, so that no other build pays for them.
pub(crate) fn run(project: &Project, bench: Bench) -> TaskResult {
    run_all(project, &steps(project, bench))
}

fn steps(project: &Project, bench: Bench) -> Vec<Step> {
    let target = project.peers();
    let build = Invocation::new("cargo build --release --locked --manifest-path tests/peers/Cargo.toml --target-dir");
    let measure = Invocation::of(target.join("release").join("measure")).argument(results(project, bench));
    vec![
        Step::command("benchmarks", Invocation::new("cargo bench --locked -p guestpass-bench")),
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
