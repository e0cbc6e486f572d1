//! Whether the tests of the rules notice a changed rule.
//!
//! cargo-mutants changes one place of guest/rules after the other. Each mutant is asked what the tests of the rules
//! themselves ask, which takes a second; `.cargo/mutants.toml` says what is changed. The few that these miss are asked
//! what `tests/replay` of this package asks, which takes longer; `replay.toml` says so. A mutant that no test can tell
//! from the rules stands in `survivors.toml`, with the reason, and does not count.

mod results;
mod score;
mod survivors;

use std::path::Path;

use crate::commands::{programs, setup};
use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::invocation::Invocation;
use crate::project::Project;
use results::Results;
use score::Score;
use survivors::Survivors;

/// Of a thousand mutants that could have been caught, so many must be.
const CAUGHT_PERMILLE_MIN: usize = 950;
/// Examples that a test of properties makes up for each mutant.
const PROPTEST_CASES: &str = "96";
/// What the second round is told.
const REPLAY: &str = "--iterate --config tests/xtask/replay.toml";
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
    let own_tests = change(project, &folder, "")?;
    let replay = change(project, &folder, REPLAY)?;
    let score = Score::of(&own_tests, &replay, &reviewed);
    console::line(&score.to_string());
    if score.is_beyond_belief() {
        let problem =
            "every mutant on the list was caught; do the tests pass on unchanged rules in a copy of the tree?";
        return Err(TaskError::Survivors(problem.to_owned()));
    }
    if score.caught_permille() < CAUGHT_PERMILLE_MIN {
        return Err(TaskError::Missed { found: score.percentage(), wanted: CAUGHT_PERMILLE_MIN / 10 });
    }
    Ok(())
}

/// Writes down what the unchanged rules answer, and makes sure that they answer it again: a test that fails anyway
/// would catch every mutant.
fn record(project: &Project, folder: &Path) -> TaskResult {
    programs::build().run(project)?;
    Invocation::of(project.programs().join("record")).argument(folder).run(project)?;
    Invocation::new("cargo test --locked --package xtask --test replay -- --include-ignored")
        .variable("GUESTPASS_MUTANTS", folder)
        .run(project)
}

/// One round over all mutants, or with `--iterate` over those that the round before has not caught.
fn change(project: &Project, folder: &Path, arguments: &str) -> Result<Results, TaskError> {
    let outcome = Invocation::of(project.cargo_mutants())
        .arguments("mutants --package guestpass-rules --no-shuffle --colors never --jobs 2")
        .arguments(arguments)
        .argument("--output")
        .argument(folder)
        .variable("GUESTPASS_MUTANTS", folder)
        .variable("PROPTEST_CASES", PROPTEST_CASES)
        .run(project);
    match outcome {
        Err(TaskError::Failed { status, .. }) if status.code().is_some_and(|code| COMPLETE.contains(&code)) => {}
        other => other?,
    }
    Results::read(&folder.join("mutants.out"))
}

/// The text of a file.
fn read(path: &Path) -> Result<String, TaskError> {
    std::fs::read_to_string(path).map_err(|cause| TaskError::File { path: path.to_owned(), cause })
}
