//! The figures of the server.

use clap::Args;

use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// How much is measured.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct BenchServer {
    /// People in the large directory; none to leave it out, since writing it takes minutes.
    #[arg(long, default_value_t = 1_000_000)]
    people: u64,
}

/// Measures in the release profile and prints a table: each figure beside what is wanted of it.
pub(crate) fn run(project: &Project, bench: BenchServer) -> TaskResult {
    invocation(bench).run(project)
}

fn invocation(bench: BenchServer) -> Invocation {
    Invocation::new("cargo run --locked --release -p guestpass-server-tests --bin server_figures --")
        .argument(bench.people.to_string())
}

#[cfg(test)]
mod tests {
    use super::{BenchServer, invocation};

    #[test]
    fn the_number_of_people_is_handed_on() {
        let shown = invocation(BenchServer { people: 7 }).to_string();
        assert!(shown.ends_with("--bin server_figures -- 7"), "{shown}");
    }
}
