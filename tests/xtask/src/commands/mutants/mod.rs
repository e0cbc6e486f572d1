//! Whether the tests of the rules notice a changed rule.
//!
//! cargo-mutants changes one place of guest/rules after the other and runs the fast tests of the rules each time: their
//! own, and `tests/replay` of this package. `.cargo/mutants.toml` says what is changed and which tests run. A mutant
//! that no test can tell from the rules stands in `survivors.toml`, with the reason, and does not count.

mod score;
mod survivors;

use std::path::Path;

use crate::commands::setup;
use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::invocation::Invocation;
use crate::project::Project;
use score::Score;
use survivors::Survivors;

/// Of a thousand mutants that could have been caught, so many must be.
const CAUGHT_PERMILLE_MIN: usize = 950;
/// cargo-mutants ends with these when mutants were missed, or ran out of time; what it found is complete.
const COMPLETE: [i32; 3] = [0, 2, 3];

/// Changes every rule, and counts how many changes the tests notice.
pub(crate) fn run(project: &Project) -> TaskResult {
    setup::install_cargo_mutants(project)?;
    let reviewed = read(&project.root().join("tests/xtask/survivors.toml"))?;
    let reviewed = Survivors::read(&reviewed)?;
    let folder = project.mutants();
    // It renames the results of an earlier run itself, and keeps one of them; the folder has to be there.
    std::fs::create_dir_all(&folder).map_err(|cause| TaskError::File { path: folder.clone(), cause })?;
    record(project, &folder)?;
    change(project, &folder)?;

    let results = folder.join("mutants.out");
    let lines = |name: &str| -> Result<Vec<String>, TaskError> {
        Ok(read(&results.join(name))?.lines().map(str::to_owned).collect())
    };
    let (caught, timed_out) = (lines("caught.txt")?, lines("timeout.txt")?);
    let score = Score::of(&caught, &timed_out, &lines("missed.txt")?, &lines("unviable.txt")?, &reviewed);
    console::line(&score.to_string());
    if score.caught_permille() < CAUGHT_PERMILLE_MIN {
        return Err(TaskError::Missed { found: score.percentage(), wanted: CAUGHT_PERMILLE_MIN / 10 });
    }
    Ok(())
}

/// Writes down what the unchanged rules answer, and makes sure that they answer it again: a test that fails anyway
/// would catch every mutant. The whole workspace is named for the reason that `test` gives.
fn record(project: &Project, folder: &Path) -> TaskResult {
    Invocation::new("cargo build --locked --workspace --bin record").run(project)?;
    Invocation::of(project.programs().join("record")).argument(folder).run(project)?;
    Invocation::new("cargo test --locked --package xtask --test replay -- --include-ignored")
        .variable("GUESTPASS_MUTANTS", folder)
        .run(project)
}

fn change(project: &Project, folder: &Path) -> TaskResult {
    let outcome = Invocation::of(project.cargo_mutants())
        .arguments("mutants --package guestpass-rules --no-shuffle --colors never --output")
        .argument(folder)
        .variable("GUESTPASS_MUTANTS", folder)
        .run(project);
    match outcome {
        Err(TaskError::Failed { status, .. }) if status.code().is_some_and(|code| COMPLETE.contains(&code)) => Ok(()),
        other => other,
    }
}

fn read(path: &Path) -> Result<String, TaskError> {
    std::fs::read_to_string(path).map_err(|cause| TaskError::File { path: path.to_owned(), cause })
}
