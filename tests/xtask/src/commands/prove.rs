//! The rules against an independent account of the same requirements.

use clap::Args;

use crate::commands::programs;
use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;

/// How much is compared.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Prove {
    /// How many generated cases both accounts answer.
    #[arg(long, default_value_t = 1_000_000)]
    cases: u64,
    /// Where the generation begins; the same seed gives the same cases. Left out: the seed that the proof keeps.
    #[arg(long)]
    seed: Option<u64>,
}

/// Runs the proof, which prints its cases, its seed and every difference. The light optimisation of the development
/// profile does: a million cases take some minutes, and the tests have built wasmtime that way already.
pub(crate) fn run(project: &Project, prove: Prove) -> TaskResult {
    programs::build().run(project)?;
    invocation(project, prove).run(project)
}

fn invocation(project: &Project, prove: Prove) -> Invocation {
    let invocation =
        Invocation::of(project.programs().join("prove")).argument("--cases").argument(prove.cases.to_string());
    match prove.seed {
        Some(seed) => invocation.argument("--seed").argument(seed.to_string()),
        None => invocation,
    }
}

#[cfg(test)]
mod tests {
    use super::{Prove, invocation};
    use crate::project::Project;

    #[test]
    fn cases_and_seed_are_handed_on() {
        for (cases, seed, expected) in [(1_000_000, None, "--cases 1000000"), (5, Some(7), "--cases 5 --seed 7")] {
            let shown = invocation(&Project::find(), Prove { cases, seed }).to_string();
            assert!(shown.ends_with(&format!("prove {expected}")), "{shown}");
        }
    }
}
