//! What takes longer than a test may: policies swapped under load, directories killed while they are written, and many
//! bad inputs.

use clap::Args;

use crate::commands::programs;
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

/// Runs the load, which prints what it measured and fails on any answer that failed or was mixed; then takes away and
/// asks, kills and looks, and sends what cannot be, more often than the tests do.
pub(crate) fn run(project: &Project, soak: Soak) -> TaskResult {
    programs::build().run(project)?;
    invocation(project, soak).run(project)?;
    Invocation::new("cargo test --locked --workspace --test conformance --test kills -- --nocapture freshness survive")
        .variable("GUESTPASS_SOAK", "1")
        .run(project)?;
    Invocation::new("cargo test --locked --workspace --test proofs -- --nocapture")
        .variable("GUESTPASS_SOAK", "1")
        .run(project)
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
