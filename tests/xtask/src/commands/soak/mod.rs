//! What takes longer than a test may, and one table of what came of it: a row for each promise.
//!
//! Each step runs to its end even when one before it has failed. The proofs hand their rows over in a file, as
//! `guestpass_promises` has it; what a step finds without rows of its own is told in one row here.

mod steps;
mod table;

use std::fs;
use std::path::Path;

use clap::Args;
use guestpass_promises::{PERCENT_VARIABLE, ROWS_VARIABLE, Row, SOAK_VARIABLE, rows_of};

use crate::commands::programs;
use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::project::Project;
use steps::SoakStep;

/// Minutes that make everything be tried as often as is planned.
const MINUTES_OF_ALL: u64 = 10;

/// How much is tried.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Soak {
    /// Minutes under load. Of everything else a tenth is tried for each minute, and all of it from 10 on.
    #[arg(long, default_value_t = MINUTES_OF_ALL)]
    minutes: u64,
}

impl Soak {
    /// How much of what counts cases is tried.
    fn percent(self) -> u64 {
        (self.minutes.saturating_mul(100) / MINUTES_OF_ALL).min(100)
    }
}

/// Runs the steps, prints the table and fails when a promise was broken.
pub(crate) fn run(project: &Project, soak: Soak) -> TaskResult {
    programs::build().run(project)?;
    let path = project.soak_rows();
    let mut rows = Vec::new();
    for step in steps::all(project, soak) {
        console::headline(&format!("{}: {}", step.promise, step.invocation));
        start_over(&path)?;
        let invocation = step.invocation.clone().variable(SOAK_VARIABLE, "1").variable(ROWS_VARIABLE, &path);
        let ended = invocation.variable(PERCENT_VARIABLE, soak.percent().to_string()).run(project);
        rows.extend(found(&step, handed_over(&path)?, ended.is_ok()));
    }
    console::headline("what is promised, and what came of it");
    table::lines(&rows).iter().for_each(|line| console::line(line));
    match rows.iter().filter(|row| !row.has_passed()).count() {
        0 => Ok(()),
        broken => Err(TaskError::Broken { broken, of: rows.len() }),
    }
}

/// The rows of a step: those that were handed over; and one of its own when there are none, or when it failed and none
/// of them says so.
fn found(step: &SoakStep, mut rows: Vec<Row>, has_ended_well: bool) -> Vec<Row> {
    let told = if has_ended_well { !rows.is_empty() } else { rows.iter().any(|row| !row.has_passed()) };
    if !told {
        rows.push(Row::new(step.promise, step.done, step.count, u64::from(!has_ended_well)));
    }
    rows
}

fn start_over(path: &Path) -> TaskResult {
    fs::write(path, "").map_err(|cause| TaskError::File { path: path.to_owned(), cause })
}

fn handed_over(path: &Path) -> Result<Vec<Row>, TaskError> {
    let failed = |cause| TaskError::File { path: path.to_owned(), cause };
    let text = fs::read_to_string(path).map_err(failed)?;
    rows_of(&text).map_err(|cause| failed(cause.into()))
}

#[cfg(test)]
mod tests {
    use super::{Soak, found, steps};
    use crate::project::Project;
    use guestpass_promises::Row;

    #[test]
    fn minutes_are_handed_on_and_cases_grow_with_them() {
        let steps = steps::all(&Project::find(), Soak { minutes: 3 });
        assert!(steps.iter().any(|step| step.invocation.to_string().ends_with("soak 3")));
        assert!(steps.iter().any(|step| step.invocation.to_string().ends_with("prove --cases 300000")));
        assert_eq!([0, 1, 9, 10, 500].map(|minutes| Soak { minutes }.percent()), [0, 10, 90, 100, 100]);
    }

    #[test]
    fn a_step_that_fails_has_a_row_that_says_so() {
        let step = steps::all(&Project::find(), Soak { minutes: 1 }).remove(0);
        let [good, bad] = [0, 1].map(|failed| Row::new("a", "b", 1, failed));
        for (rows, has_ended_well, expected) in [
            (vec![], true, vec![true]),
            (vec![], false, vec![false]),
            (vec![good.clone()], true, vec![true]),
            (vec![good.clone()], false, vec![true, false]),
            (vec![good, bad], false, vec![true, false]),
        ] {
            let found: Vec<_> = found(&step, rows.clone(), has_ended_well).iter().map(Row::has_passed).collect();
            assert_eq!(found, expected, "{rows:?}, {has_ended_well}");
        }
    }
}
