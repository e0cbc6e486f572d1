//! Policies swapped under load, for longer than a test takes.

use clap::Args;

use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// How long it takes.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Soak {
    /// Minutes under load.
    #[arg(long, default_value_t = 10)]
    minutes: u64,
}

/// Runs the load, which prints what it measured and fails on any answer that failed or was mixed. The whole workspace
/// is named for the reason that `test` gives.
pub(crate) fn run(project: &Project, soak: Soak) -> TaskResult {
    Invocation::new("cargo build --locked --workspace --bins --tests").run(project)?;
    invocation(project, soak).run(project)
}

fn invocation(project: &Project, soak: Soak) -> Invocation {
    Invocation::of(project.programs().join("soak")).argument(soak.minutes.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Soak, invocation};
    use crate::project::Project;

    #[test]
    fn minutes_are_handed_on() {
        let shown = invocation(&Project::find(), Soak { minutes: 3 }).to_string();
        assert!(shown.ends_with("soak 3"), "{shown}");
    }
}
