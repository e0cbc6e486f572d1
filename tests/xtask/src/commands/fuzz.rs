//! Looks for inputs that break what must hold of whatever reads them.

use clap::{Args, ValueEnum};

use crate::commands::{programs, setup};
use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::invocation::Invocation;
use crate::project::Project;

/// What is fuzzed, and for how long.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Fuzz {
    /// The target; all of them, one after the other, when none is named.
    target: Option<FuzzTarget>,
    /// Minutes for each target.
    #[arg(long, default_value_t = 30)]
    minutes: u64,
}

/// The targets of guestpass-fuzz, those that are built quickest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FuzzTarget {
    Instants,
    Requests,
    Facts,
    Changes,
    Walker,
    Manifests,
    Conditions,
    Documents,
    Audit,
    Settings,
    Loader,
    Bodies,
}

impl FuzzTarget {
    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// What guestpass-fuzz has to be built with.
    fn features(self) -> &'static str {
        match self {
            Self::Audit => "store",
            Self::Settings | Self::Loader | Self::Bodies => "servers",
            _ => "",
        }
    }
}

/// Fuzzes, from the seeds and the corpus on. An input that breaks something is written to the folder `artifacts` of
/// `tests/fuzz/glue`, and ends the run.
pub(crate) fn run(project: &Project, fuzz: Fuzz) -> TaskResult {
    setup::install_cargo_fuzz(project)?;
    programs::build().run(project)?;
    let targets = fuzz.target.map_or_else(|| FuzzTarget::value_variants().to_vec(), |target| vec![target]);
    for target in targets {
        console::headline(&target.name());
        let corpus = project.fuzz().join("corpus").join(target.name());
        std::fs::create_dir_all(&corpus).map_err(|cause| TaskError::File { path: corpus.clone(), cause })?;
        Invocation::of(project.programs().join("seeds")).argument(target.name()).argument(&corpus).run(project)?;
        invocation(project, target, fuzz.minutes).run(project)?;
    }
    Ok(())
}

/// No sanitizer: the project has no unsafe code of its own, and so the toolchain of the repository does. It is told to
/// pass on what it instruments with.
fn invocation(project: &Project, target: FuzzTarget, minutes: u64) -> Invocation {
    Invocation::of(project.cargo_fuzz())
        .arguments("fuzz run --fuzz-dir tests/fuzz/glue --sanitizer none --target-dir")
        .argument(project.fuzz())
        .argument("--features")
        .argument(target.features())
        .argument(target.name())
        .argument(project.fuzz().join("corpus").join(target.name()))
        .arguments("-- -timeout=25 -rss_limit_mb=4096 -print_final_stats=1")
        .argument(format!("-max_total_time={}", minutes.saturating_mul(60)))
        .variable("RUSTC_BOOTSTRAP", "1")
}

#[cfg(test)]
mod tests {
    use super::{FuzzTarget, invocation};
    use crate::project::Project;
    use clap::ValueEnum;

    #[test]
    fn every_target_has_its_program() {
        let project = Project::find();
        let folder = project.root().join("tests/fuzz/glue/fuzz_targets");
        let programs = std::fs::read_dir(&folder).unwrap().count();
        assert_eq!(programs, FuzzTarget::value_variants().len());
        for target in FuzzTarget::value_variants() {
            assert!(folder.join(format!("{}.rs", target.name())).is_file(), "{target:?}");
        }
    }

    #[test]
    fn minutes_are_handed_on() {
        let shown = invocation(&Project::find(), FuzzTarget::Loader, 2).to_string();
        assert!(shown.contains("--features servers loader ") && shown.ends_with("-max_total_time=120"), "{shown}");
    }
}
